using System.Net.Http.Headers;

namespace Tautan.Health.Probing;

/// <summary>Marks of services that challenge visitors whom they take for robots, in place of the page.</summary>
internal static class BotWalls
{
    private static readonly (string Header, string[] Values)[] Marks =
    [
        ("cf-mitigated", ["challenge"]),                  // Cloudflare
        ("x-amzn-waf-action", ["challenge", "captcha"]),  // AWS WAF
        ("x-vercel-mitigated", ["challenge", "deny"]),    // Vercel
    ];

    public static bool Recognises(HttpResponseHeaders headers)
    {
        foreach (var (header, values) in Marks)
        {
            if (headers.TryGetValues(header, out var shown) && shown.Any(value => values.Contains(value, StringComparer.OrdinalIgnoreCase)))
            {
                return true;
            }
        }

        return false;
    }
}
