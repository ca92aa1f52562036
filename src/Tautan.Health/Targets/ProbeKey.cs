using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Tautan.Health.Targets;

/// <summary>What makes two probes one: workspace, URL and timeout.</summary>
internal readonly record struct ProbeKey(Guid Workspace, string Url, TimeSpan Timeout)
{
    public static ProbeKey Of(WatchedLink link, WatchedDestination destination) =>
        new(link.Workspace, destination.Url, TimeSpan.FromSeconds(Math.Clamp(link.Health.TimeoutSeconds, 1, 60)));

    /// <summary>128 bits that stand for it in the database, and give it its place within the interval.</summary>
    public Guid ToId()
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Workspace:N} {Timeout.Ticks} {Url}")), hash);
        return new Guid(hash[..16], bigEndian: true);
    }
}
