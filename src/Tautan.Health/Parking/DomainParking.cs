using System.Collections.Concurrent;
using Tautan.Health.Probing;

namespace Tautan.Health.Parking;

/// <summary>Whether a host's domain is parked, by its name servers. Each host is asked about once a day.</summary>
internal sealed class DomainParking(ParkedDomains domains, INameServers servers, TimeProvider time)
{
    private const int MostRemembered = 100_000;

    private static readonly TimeSpan Remembered = TimeSpan.FromHours(24);
    private static readonly TimeSpan RememberedInVain = TimeSpan.FromHours(1);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<string, (bool IsParked, long Until)> _known = new(StringComparer.OrdinalIgnoreCase);

    public ParkedDomains Domains => domains;

    /// <summary>Waits for at most 3 s where the host was not asked about before.</summary>
    /// <param name="url">Of the page that was seen.</param>
    /// <param name="remote">Where it came from: what is not public is nobody's to sell.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<bool> IsParkedAsync(Uri url, RemoteAddress? remote, CancellationToken cancellationToken)
    {
        if (remote is not { IsPublic: true } || url.HostNameType != UriHostNameType.Dns) return false;
        var host = url.IdnHost.TrimEnd('.');
        var now = time.GetUtcNow().UtcTicks;
        if (_known.TryGetValue(host, out var known) && known.Until > now) return known.IsParked;

        var found = await FindAsync(host, cancellationToken);
        var isParked = found?.Any(domains.IsNameServer) == true;
        if (_known.Count >= MostRemembered) _known.Clear();
        _known[host] = (isParked, now + (found is null ? RememberedInVain : Remembered).Ticks);
        return isParked;
    }

    private async Task<IReadOnlyList<string>?> FindAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            return await servers.FindAsync(host, cancellationToken).WaitAsync(Patience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }
}
