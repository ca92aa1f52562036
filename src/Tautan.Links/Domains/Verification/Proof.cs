using System.Text;
using Tautan.Platform.Outbound;

namespace Tautan.Links.Domains.Verification;

/// <summary>What shows that a domain is somebody's: a TXT record beside it, or a file on it.</summary>
internal sealed class Proof(TextRecords records, OutboundFetcher fetcher)
{
    private const int MostBytes = 4096;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>What the owner must do, either of two.</summary>
    public static VerificationView Asked(Domain domain) => new(
        $"_tautan-verification.{HostOf(domain)}", $"tautan-verification={domain.VerificationToken}", $"http://{domain.Name}/.well-known/tautan-verification.txt", domain.VerificationToken);

    /// <summary>What is missing, as a sentence; null where one of the two is there.</summary>
    public async Task<string?> MissingAsync(Domain domain, CancellationToken cancellationToken)
    {
        var asked = Asked(domain);
        var values = await records.OfAsync(asked.TxtName, cancellationToken);
        if (values.Contains(asked.TxtValue, StringComparer.Ordinal))
            return null;
        // A certificate is what a domain may not have yet.
        var file = await fetcher.GetAsync(new Uri(asked.FileUrl), domain.WorkspaceId, MostBytes, Patience, ignoreCertificateErrors: true, cancellationToken);
        if (file.Error is null && Encoding.UTF8.GetString(file.Body).Trim() == asked.FileContent)
            return null;
        var record = values.Count == 0 ? $"there is no TXT record {asked.TxtName}" : $"no TXT record {asked.TxtName} says {asked.TxtValue}";
        return $"Nothing shows that the domain is yours: {record}, and of {asked.FileUrl}: {file.Error ?? "it says something else"}.";
    }

    private static string HostOf(Domain domain) => domain.Name.Split(':')[0];
}
