using System.Globalization;
using System.Net;
using System.Text.Json;
using Tautan.Commands.Client;
using Tautan.Commands.Domains;

namespace Tautan.Commands.Doctor;

/// <summary>What visitors call it by: is the connection secure, and do its domains lead here.</summary>
internal static class AddressChecks
{
    private const int MostDomains = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan EndsSoon = TimeSpan.FromDays(14);

    public static async Task<IReadOnlyList<Finding>> LookAsync(Patient patient, CancellationToken cancellation) =>
        [await CertificateAsync(patient, cancellation), .. await DomainsAsync(patient, cancellation)];

    private static async Task<Finding> CertificateAsync(Patient patient, CancellationToken cancellation)
    {
        var url = patient.BaseUrl;
        if (url.Scheme != Uri.UriSchemeHttps)
        {
            return ServerAddress.IsLoopback(url.IdnHost)
                ? Finding.Skipped("tls", $"{url.Authority} is this machine alone; TAUTAN_Urls__Base names what visitors call it by")
                : Finding.Warning("tls", $"visitors come to {url.Authority} without TLS", "TAUTAN_Urls__Base=https://…, and a certificate: TAUTAN_Gateway__Certificates__0__Path, or a proxy before it");
        }
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        const string Remedy = "TAUTAN_Gateway__Certificates__0__Path, or the proxy before it, must have a new one";
        try
        {
            var seen = await patient.Machine.CertificateAsync(url.IdnHost, url.Port, patience.Token);
            var text = string.Create(CultureInfo.InvariantCulture, $"the certificate of {url.Authority} ends {seen.Until:yyyy-MM-dd}");
            var now = patient.Time.GetUtcNow();
            return seen.Until <= now ? Finding.Wrong("tls", text, Remedy)
                : seen.Problem is not null ? Finding.Wrong("tls", $"{text}; visitors do not trust it: {seen.Problem}", Remedy)
                : seen.Until < now + EndsSoon ? Finding.Warning("tls", text, Remedy)
                : Finding.Ok("tls", text);
        }
        catch (IOException failure)
        {
            return Finding.Wrong("tls", $"no secure connection to {url.Authority}: {failure.Message}", "look to DNS, the firewall and the certificate; or TAUTAN_Urls__Base is another");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Finding.Wrong("tls", $"{url.Authority} does not answer within {Patience.Seconds} s", "look to the firewall; or TAUTAN_Urls__Base is another");
        }
    }

    private static async Task<IReadOnlyList<Finding>> DomainsAsync(Patient patient, CancellationToken cancellation)
    {
        if (patient.Api is null)
            return [];
        List<JsonElement> domains;
        try
        {
            domains = await Pages.AllAsync(patient.Api, ApiPaths.Domains, [], cancellation);
        }
        catch (CommandFailure failure)
        {
            // Whether it answers at all is said elsewhere.
            return failure.ExitCode is ExitCodes.NotFound ? [] : [Finding.Skipped("domains", failure.Message)];
        }
        var here = await HereAsync(patient, cancellation);
        var findings = await Task.WhenAll(domains.Take(MostDomains).Select(domain => DomainAsync(patient, domain, here, cancellation)));
        return domains.Count > MostDomains ? [.. findings, Finding.Skipped("domains", $"{domains.Count - MostDomains} more were not looked at")] : findings;
    }

    private static async Task<Finding> DomainAsync(Patient patient, JsonElement domain, HashSet<IPAddress> here, CancellationToken cancellation)
    {
        var name = DomainSheet.Name(domain);
        var finding = $"domain {name}";
        if (!domain.Flag("verified"))
            return Finding.Warning(finding, "it is not verified", DomainSheet.Task(domain) ?? $"tautan domains verify {name}");
        var host = name.Split(':')[0];
        if (ServerAddress.IsLoopback(host) || IPAddress.TryParse(name.Trim('[', ']'), out _) || name.StartsWith('['))
            return Finding.Ok(finding, "it needs no DNS");
        var addresses = await AddressesAsync(patient.Machine, host, cancellation);
        var text = string.Join(", ", addresses);
        if (addresses.Count == 0)
            return Finding.Wrong(finding, "its name has no address", $"an A or AAAA record for {host}, leading here");
        return here.Count == 0 || addresses.Any(here.Contains)
            ? Finding.Ok(finding, $"it leads to {text}")
            : Finding.Warning(finding, $"it leads to {text}, which is neither this installation's address nor this machine's", $"an A or AAAA record for {host}, leading here; a proxy before it is fine");
    }

    /// <summary>Where a domain should lead; empty: that is not known, since the server is this machine's alone or has no name yet.</summary>
    private static async Task<HashSet<IPAddress>> HereAsync(Patient patient, CancellationToken cancellation)
    {
        var here = new HashSet<IPAddress>();
        if (!ServerAddress.IsLoopback(patient.BaseUrl.IdnHost))
            here.UnionWith(await AddressesAsync(patient.Machine, patient.BaseUrl.IdnHost, cancellation));
        if (patient.Data is not null)
            here.UnionWith(patient.Machine.OwnAddresses().Where(address => !IPAddress.IsLoopback(address)));
        return here;
    }

    private static async Task<IReadOnlyList<IPAddress>> AddressesAsync(IMachine machine, string host, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            return await machine.AddressesAsync(host, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return [];
        }
    }
}
