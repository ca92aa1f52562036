namespace Tautan.Links.Creating;

/// <summary>A link that was checked: what is written of it.</summary>
internal sealed record LinkSpec
{
    /// <summary>Null: one is generated.</summary>
    public required string? Slug { get; init; }

    public required Domain Domain { get; init; }

    public required IReadOnlyList<string> Urls { get; init; }

    public required string Title { get; init; }

    public required string Description { get; init; }

    public required string Notes { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    public required string Owner { get; init; }

    public required string? Metadata { get; init; }

    public required string? Utm { get; init; }

    public required int RedirectStatus { get; init; }

    public required bool ForwardQuery { get; init; }

    public required bool? PathSuffix { get; init; }

    public required DateTimeOffset? StartsAt { get; init; }

    public required DateTimeOffset? ExpiresAt { get; init; }

    public required bool Enabled { get; init; }

    public required bool Archived { get; init; }

    public required string? FallbackUrl { get; init; }

    public required int? MaxVisits { get; init; }

    public required LinkHealth Health { get; init; }

    /// <summary>Who makes it.</summary>
    public string CreatedBy { get; init; } = "";

    /// <summary>When it was made elsewhere; null: now.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The clicks that were counted elsewhere.</summary>
    public long ImportedClicks { get; init; }

    /// <summary>Whether a link is so already, and writing this would change nothing of it.</summary>
    public bool Describes(Link link) =>
        (Slug is null || Slug == link.Slug)
        && Domain.Id == link.DomainId
        && Urls.SequenceEqual(link.Destinations.Where(destination => destination.Route == 0).OrderBy(destination => destination.Position).Select(destination => destination.Url))
        && Title == link.Title
        && Description == link.Description
        && Notes == link.Notes
        && Owner == link.Owner
        && Metadata == link.Metadata
        && Utm == link.Utm
        && Tags.ToHashSet().SetEquals(link.Tags.Select(tag => tag.Tag))
        && RedirectStatus == link.RedirectStatus
        && ForwardQuery == link.ForwardQuery
        && PathSuffix == link.PathSuffix
        && StartsAt == link.StartsAt
        && ExpiresAt == link.ExpiresAt
        && Enabled == link.Enabled
        && Archived == link.Archived
        && FallbackUrl == link.FallbackUrl
        && MaxVisits == link.MaxVisits
        && Health.ToRecord().Equals(link.Health.ToRecord());
}
