using System.Security.Cryptography;
using System.Text;
using Tautan.Platform.Persistence.Leases;

namespace Tautan.Health.Targets;

/// <summary>
/// Which shard a host belongs to. All URLs of a host are watched by one process: so politeness towards it, its origins and the verdicts of its targets
/// are in one memory. Stored: it never changes.
/// </summary>
internal static class HostShard
{
    /// <param name="url">A URL; what has no host is a host by itself.</param>
    /// <returns>0 to 63.</returns>
    public static int Of(string url)
    {
        var host = Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri.IdnHost : "";
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(host), hash);
        return hash[0] % ShardSet.Shards;
    }
}
