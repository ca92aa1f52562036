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
}
