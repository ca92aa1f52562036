using System.Globalization;
using Tautan.Platform.Outbound;

namespace Tautan.Links.Creating;

/// <summary>Which headers a link may have its probes send.</summary>
internal static class RequestHeaderRules
{
    private const int Most = 10;
    private const int LongestName = 64;
    private const int LongestValue = 1000;

    /// <summary>Checks them. Names are compared without regard to case and kept as given.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Check(IReadOnlyDictionary<string, string?>? headers, Dictionary<string, string[]> errors)
    {
        if (headers is null)
            return [];
        if (headers.Count > Most)
        {
            errors["health.requestHeaders"] = [string.Create(CultureInfo.InvariantCulture, $"must have at most {Most} headers, and has {headers.Count}")];
            return [];
        }

        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var checkedOnes = new List<KeyValuePair<string, string>>();
        foreach (var (name, value) in headers)
        {
            if (Problem(name, value, seen) is { } problem)
                errors[name.Length > LongestName || !RequestHeader.IsName(name) ? "health.requestHeaders" : $"health.requestHeaders.{name}"] = [problem];
            else
                checkedOnes.Add(KeyValuePair.Create(name, value!));
        }

        return checkedOnes;
    }

    private static string? Problem(string name, string? value, HashSet<string> seen) => name switch
    {
        _ when name.Length > LongestName || !RequestHeader.IsName(name) => string.Create(CultureInfo.InvariantCulture, $"must have names of 1 to {LongestName} characters, which are letters, digits and !#$%&'*+-.^_`|~"),
        _ when RequestHeader.IsOwn(name) => "must not be set: it is the prober's own",
        _ when !seen.Add(name) => "must be there once, whatever its case",
        _ when value == LinkHeaders.Mask => $"must be the value, and not '{LinkHeaders.Mask}', which is shown in its place",
        _ when value is null || value.Length > LongestValue || !RequestHeader.IsValue(value) => string.Create(CultureInfo.InvariantCulture, $"must have 1 to {LongestValue} visible ASCII characters, with spaces and tabs only between them"),
        _ => null,
    };
}
