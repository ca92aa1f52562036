namespace Tautan.Identity.Signing;

/// <summary>A key that tokens are signed or codes are encrypted with, as it is stored.</summary>
internal sealed class StoredKey
{
    /// <summary>Its <c>kid</c>.</summary>
    public required string Id { get; set; }

    /// <summary>It encrypts codes and refresh tokens; else it signs.</summary>
    public bool Encrypts { get; set; }

    /// <summary>PKCS #8, or 32 bytes; protected by Data Protection.</summary>
    public required byte[] Protected { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When it is first used: by then everybody has read it.</summary>
    public DateTimeOffset UsedFrom { get; set; }

    /// <summary>When it is forgotten: nothing that it made is valid any more.</summary>
    public DateTimeOffset? ForgottenAt { get; set; }
}
