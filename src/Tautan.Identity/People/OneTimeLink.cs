namespace Tautan.Identity.People;

/// <summary>A link that lets its bearer choose a password, once.</summary>
internal sealed class OneTimeLink
{
    /// <summary>SHA-256 of the link's token.</summary>
    public required byte[] Hash { get; set; }

    public Guid UserId { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? UsedAt { get; set; }
}
