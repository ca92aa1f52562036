namespace Tautan.Links;

/// <summary>Scheme, host and port of destinations of one workspace, with the keys under which Health speaks of them. Stays when its last destination has gone.</summary>
internal sealed class Origin
{
    public long Number { get; set; }

    public Guid WorkspaceId { get; set; }

    /// <summary>As <see cref="Contracts.Health.VerdictFeedKeys.OriginOf"/> has it; empty where a destination has none (<c>myapp://…</c>).</summary>
    public required string Url { get; set; }

    /// <summary>ASCII, lower case; an IPv6 address in brackets.</summary>
    public required string Host { get; set; }

    public required byte[] PublicKey { get; set; }

    public required byte[] PrivateKey { get; set; }

    /// <summary>The host in an origin.</summary>
    public static string HostOf(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal);
        return start < 0 ? "" : url[(start + 3)..url.LastIndexOf(':')];
    }
}
