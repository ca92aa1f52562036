using System.Buffers.Binary;
using System.Security.Cryptography;
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
    public static FeedKey Target(Guid workspace, Guid link, string url, HealthRecord health) => new(TargetKind, Hash(
        "target",
        workspace.ToString("N"),
        url,
        Number(health.TimeoutSeconds),
        Number(health.FailuresToConfirm),
        Number(health.RetrySeconds),
        Number(health.SuccessesToRecover),
        Number(health.FailbackHoldSeconds),
        health.ManualFailback ? link.ToString("N") : "",
        health.Enabled ? "" : "off",
        health.ExpectedStatus,
        health.MustContain,
        health.MustNotContain));

    /// <summary>An origin at a public address: shared by all workspaces.</summary>
    /// <param name="origin">As <see cref="OriginOf"/> gives it.</param>
    public static FeedKey PublicOrigin(string origin) => new(OriginKind, Hash("origin", origin));

    /// <summary>An origin at an address that is not public: one workspace's own.</summary>
    public static FeedKey PrivateOrigin(Guid workspace, string origin) => new(OriginKind, Hash("origin", workspace.ToString("N"), origin));

    /// <summary>
    /// Scheme, host and port of an absolute http or https URL, in lower case, the host as ASCII (RFC 5890), the port
    /// always there: <c>https://a.example:443</c>. Empty where the text is no such URL.
    /// </summary>
    public static string OriginOf(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            ? $"{uri.Scheme}://{(uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost)}:{Number(uri.Port)}".ToLowerInvariant()
            : "";

    private static string Number(int value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static UInt128 Hash(params ReadOnlySpan<string> parts)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            sha.AppendData(length);
            sha.AppendData(bytes);
        }

        Span<byte> hash = stackalloc byte[32];
        sha.GetHashAndReset(hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
