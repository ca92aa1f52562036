using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Tautan.Health.Probing;

namespace Tautan.Health.Targets;

/// <summary>What makes two probes one: workspace, URL, timeout and how it is asked.</summary>
internal readonly record struct ProbeKey(Guid Workspace, string Url, TimeSpan Timeout)
{
    private readonly ProbeHeaders? _headers;

    /// <summary>What the request says beside its own headers.</summary>
    public ProbeHeaders Headers
    {
        get => _headers ?? ProbeHeaders.None;
        init => _headers = value.IsEmpty ? null : value;
    }

    /// <summary>Any certificate is taken.</summary>
    public bool IgnoreTlsErrors { get; init; }

    public static ProbeKey Of(WatchedLink link, WatchedDestination destination) =>
        new(link.Workspace, destination.Url, TimeSpan.FromSeconds(Math.Clamp(link.Health.TimeoutSeconds, 1, 60)))
        {
            Headers = ProbeHeaders.Of(link.Health.RequestHeaders),
            IgnoreTlsErrors = link.Health.IgnoreTlsErrors,
        };

    /// <summary>The request that this probe is.</summary>
    /// <param name="keepBody">Whether somebody looks at the body.</param>
    public ProbeRequest ToRequest(bool keepBody = true) => new(Url, Timeout, keepBody) { Workspace = Workspace, Headers = Headers, IgnoreTlsErrors = IgnoreTlsErrors };


    /// <summary>128 bits that stand for it in the database, and give it its place within the interval.</summary>
    public Guid ToId()
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Workspace:N} {Timeout.Ticks} {Url}{Manner}")), hash);
        return new Guid(hash[..16], bigEndian: true);
    }

    // Nothing where nothing is asked for: the ids of most probes are what they were before there were such settings. No URL has a space.
    private string Manner => _headers is null && !IgnoreTlsErrors ? "" : $" {(IgnoreTlsErrors ? "ignoring TLS errors" : "")}\n{Headers.ToKey()}";
}
