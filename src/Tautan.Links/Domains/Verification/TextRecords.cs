using System.Net;
using DnsClient;

namespace Tautan.Links.Domains.Verification;

/// <summary>Asks a resolver for TXT records (RFC 1035 §3.3.14).</summary>
internal sealed class TextRecords
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly Lazy<LookupClient> _client;

    /// <param name="resolvers">Who is asked; none: the resolvers of this machine.</param>
    public TextRecords(IReadOnlyList<IPEndPoint> resolvers) => _client = new Lazy<LookupClient>(() =>
    {
        var options = resolvers.Count > 0 ? new LookupClientOptions([.. resolvers]) : new LookupClientOptions();
        (options.Timeout, options.Retries, options.ThrowDnsErrors, options.UseCache) = (Patience, 1, false, false);
        return new LookupClient(options);
    });

    /// <summary>What the records of a name say, each with its strings put together; empty where there is none, or it cannot be told.</summary>
    public async Task<IReadOnlyList<string>> OfAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await _client.Value.QueryAsync(name, QueryType.TXT, cancellationToken: cancellationToken);
            return [.. answer.Answers.TxtRecords().Select(record => string.Concat(record.Text))];
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // A stranger's server decides what the library throws here.
            return [];
        }
    }
}
