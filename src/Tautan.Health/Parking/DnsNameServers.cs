using System.Net;
using DnsClient;

namespace Tautan.Health.Parking;

/// <summary>Asks a resolver for NS records (RFC 1035 §3.3.11), of the zone that it says a name is in.</summary>
internal sealed class DnsNameServers : INameServers
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lazy<LookupClient> _client;

    /// <param name="resolvers">Who is asked; none: the resolvers of this machine.</param>
    public DnsNameServers(params IPEndPoint[] resolvers) => _client = new Lazy<LookupClient>(() =>
    {
        var options = resolvers.Length > 0 ? new LookupClientOptions(resolvers) : new LookupClientOptions();
        (options.Timeout, options.Retries, options.ThrowDnsErrors, options.UseCache) = (Patience, 1, false, false);
        return new LookupClient(options);
    });

    public async Task<IReadOnlyList<string>?> FindAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await _client.Value.QueryAsync(host, QueryType.NS, cancellationToken: cancellationToken);
            if (NamesIn(answer) is { Count: > 0 } own) return own;

            // A name inside a zone: the answer is empty and names the zone (RFC 2308 §2.2).
            var zone = answer.Authorities.SoaRecords().FirstOrDefault()?.DomainName.Value.TrimEnd('.');
            if (string.IsNullOrEmpty(zone) || !$".{host}".EndsWith($".{zone}", StringComparison.OrdinalIgnoreCase)) return null;
            return NamesIn(await _client.Value.QueryAsync(zone, QueryType.NS, cancellationToken: cancellationToken)) is { Count: > 0 } names ? names : null;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // A stranger's server decides what the library throws here; that nobody can tell must not keep a probe from being taken in.
            return null;
        }
    }

    private static List<string> NamesIn(IDnsQueryResponse answer) => [.. answer.Answers.NsRecords().Select(record => record.NSDName.Value.TrimEnd('.'))];
}
