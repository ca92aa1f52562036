namespace Tautan.Links.Creating;

/// <summary>A link that was checked: what is written of it.</summary>
internal sealed record LinkSpec
{
    /// <summary>Null: one is generated.</summary>
    public required string? Slug { get; init; }

    public required Guid DomainId { get; init; }

    public required IReadOnlyList<string> Urls { get; init; }

    public required string Title { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    public required int RedirectStatus { get; init; }

    public required bool ForwardQuery { get; init; }

    public required DateTimeOffset? StartsAt { get; init; }

    public required DateTimeOffset? ExpiresAt { get; init; }

    public required bool Enabled { get; init; }

    public required bool Archived { get; init; }

    public required string? FallbackUrl { get; init; }

    public required LinkHealth Health { get; init; }

    /// <summary>Whether a link is so already, and writing this would change nothing of it.</summary>
    public bool Describes(Link link) =>
        (Slug is null || Slug == link.Slug)
        && DomainId == link.DomainId
        && Urls.SequenceEqual(link.Destinations.Where(destination => destination.Route == 0).OrderBy(destination => destination.Position).Select(destination => destination.Url))
        && Title == link.Title
        && Tags.ToHashSet().SetEquals(link.Tags.Select(tag => tag.Tag))
        && RedirectStatus == link.RedirectStatus
        && ForwardQuery == link.ForwardQuery
        && StartsAt == link.StartsAt
        && ExpiresAt == link.ExpiresAt
        && Enabled == link.Enabled
        && Archived == link.Archived
        && FallbackUrl == link.FallbackUrl
        && Health.ToRecord().Equals(link.Health.ToRecord());
}
