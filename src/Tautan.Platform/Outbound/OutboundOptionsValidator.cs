using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace Tautan.Platform.Outbound;

internal sealed class OutboundOptionsValidator : IValidateOptions<OutboundOptions>
{
    public ValidateOptionsResult Validate(string? name, OutboundOptions options)
    {
        var failures = new List<string>();
        for (var index = 0; index < options.AllowedNetworks.Length; index++)
        {
            var text = options.AllowedNetworks[index];
            if (!NetworkParser.TryParse(text, out _))
            {
                failures.Add($"Outbound:AllowedNetworks:{index} is '{text}'; expected a network such as 10.0.0.0/8 or fd00::/8 (no bits after the prefix), or an address.");
            }
        }

        for (var index = 0; index < options.TrustedCertificates.Length; index++)
        {
            var path = options.TrustedCertificates[index];
            if (WhyUnusable(path) is { } why)
            {
                failures.Add($"Outbound:TrustedCertificates:{index} is '{path}'; expected the path of a PEM file with certificates: {why}");
            }
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static string? WhyUnusable(string path)
    {
        try
        {
            return TrustedRoots.Read(path).Count > 0 ? null : "it holds none.";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException or NotSupportedException)
        {
            return e.Message;
        }
    }
}
