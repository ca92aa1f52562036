using System.Globalization;
using System.Text;
using Tautan.Contracts.Feeds;
using Tautan.Contracts.Links;

namespace Tautan.Contracts.Health;

/// <summary>
/// The keys of the verdict feed. They are functions of what a link says, so that whoever holds a link (the gateway,
/// Links, Health) finds the verdict for it without asking.
/// </summary>
public static class VerdictFeedKeys
{
    /// <summary>A verdict for a target: one URL, and what is expected of it.</summary>
    public const byte TargetKind = 1;

    /// <summary>A verdict for an origin: scheme, host and port.</summary>
    public const byte OriginKind = 2;

    /// <summary>
    /// The target of a destination. Links of one workspace share it where URL, timeout, expectation and confirmation
    /// are equal; a link with manual failback shares it with nobody. The interval is no part of it: the shortest counts.
    /// </summary>
    /// <param name="workspace">The link's workspace.</param>
    /// <param name="link">The link.</param>
    /// <param name="url">The destination's URL, as the link gives it.</param>
    /// <param name="health">The link's health settings.</param>
    public static FeedKey Target(Guid workspace, Guid link, string url, HealthRecord health)
    {
        Span<byte> scratch = stackalloc byte[512];
        var length = Encoding.UTF8.GetMaxByteCount(url.Length);
        var utf8 = length <= scratch.Length ? scratch : new byte[length];
        return Target(workspace, link, utf8[..Encoding.UTF8.GetBytes(url, utf8)], health);
    }

    /// <inheritdoc cref="Target(Guid, Guid, string, HealthRecord)"/>
    /// <param name="workspace">The link's workspace.</param>
    /// <param name="link">The link.</param>
    /// <param name="url">The destination's URL, as the link gives it, in UTF-8.</param>
    /// <param name="health">The link's health settings.</param>
    public static FeedKey Target(Guid workspace, Guid link, ReadOnlySpan<byte> url, HealthRecord health)
    {
        var hash = new VerdictKeyHash(stackalloc byte[512]);
        hash.Add("target"u8);
        hash.Add(workspace);
        hash.Add(url);
        hash.Add(health.TimeoutSeconds);
        hash.Add(health.FailuresToConfirm);
        hash.Add(health.RetrySeconds);
        hash.Add(health.SuccessesToRecover);
        hash.Add(health.FailbackHoldSeconds);
        if (health.ManualFailback)
            hash.Add(link);
        else
            hash.Add("");
        hash.Add(health.Enabled ? "" : "off");
        hash.Add(health.ExpectedStatus);
        hash.Add(health.MustContain);
        hash.Add(health.MustNotContain);

        // Only where they say something: the keys of all other targets stay what they were before there were such settings.
        if (health.RequestHeaders.Count > 0 || health.IgnoreTlsErrors || health.FailOn.Count > 0)
            AddDemands(ref hash, health);
        return new FeedKey(TargetKind, hash.Finish());
    }

    private static void AddDemands(ref VerdictKeyHash hash, HealthRecord health)
    {
        hash.Add(health.RequestHeaders.Count);
        foreach (var header in health.RequestHeaders)
        {
            hash.Add(header.Name);
            hash.Add(header.Value);
        }

        hash.Add(health.IgnoreTlsErrors ? "ignore-tls-errors" : "");
        foreach (var note in health.FailOn) hash.Add(note);
    }

    /// <summary>An origin at a public address: shared by all workspaces.</summary>
    /// <param name="origin">As <see cref="OriginOf"/> gives it.</param>
    public static FeedKey PublicOrigin(string origin)
    {
        var hash = new VerdictKeyHash(stackalloc byte[512]);
        hash.Add("origin"u8);
        hash.Add(origin);
        return new FeedKey(OriginKind, hash.Finish());
    }

    /// <summary>An origin at an address that is not public: one workspace's own.</summary>
    public static FeedKey PrivateOrigin(Guid workspace, string origin)
    {
        var hash = new VerdictKeyHash(stackalloc byte[512]);
        hash.Add("origin"u8);
        hash.Add(workspace);
        hash.Add(origin);
        return new FeedKey(OriginKind, hash.Finish());
    }

    /// <summary>
    /// Scheme, host and port of an absolute http or https URL, in lower case, the host as ASCII (RFC 5890), the port
    /// always there: <c>https://a.example:443</c>. Empty where the text is no such URL.
    /// </summary>
    public static string OriginOf(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            ? $"{uri.Scheme}://{(uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost)}:{Number(uri.Port)}".ToLowerInvariant()
            : "";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
