namespace Tautan.Health.CertificateEnds;

/// <summary>What was told of a certificate that ends soon.</summary>
internal sealed class CertificateRow
{
    /// <summary>The id of the key of the origin in the verdict feed.</summary>
    public Guid OriginKey { get; set; }

    /// <summary>Who showed it, <c>host:port</c>.</summary>
    public string Server { get; set; } = "";

    public DateTimeOffset EndsAt { get; set; }

    /// <summary>The last threshold that was told.</summary>
    public int Days { get; set; }
}
