using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Tautan.SystemTests.Installations;

/// <summary>What an edge says of itself.</summary>
internal static class EdgeState
{
    /// <summary>How its copy of links is, as <c>GET /api/v1/gateway</c> tells it.</summary>
    public static async Task<JsonNode> LinkFeedAsync(this Installation installation) =>
        (await installation.GetAsync("/api/v1/gateway"))["feeds"]!.AsArray().Single(feed => feed!["name"]!.GetValue<string>() == "links")!;

    /// <summary>What <c>/metrics</c> says of a name, all series with this label together; null where it says nothing.</summary>
    /// <param name="installation">Whose edge.</param>
    /// <param name="name">The metric.</param>
    /// <param name="label">As it stands there: <c>kind="redirect"</c>.</param>
    public static async Task<double?> MetricAsync(this Installation installation, string name, string label = "")
    {
        var text = await installation.Visitor.GetStringAsync(new Uri(installation.Operations, "/metrics"));
        var values = Regex.Matches(text, $@"^{name}(?:\{{(?<labels>[^}}]*)\}})? (?<value>\S+)", RegexOptions.Multiline)
            .Where(match => match.Groups["labels"].Value.Contains(label, StringComparison.Ordinal))
            .Select(match => double.Parse(match.Groups["value"].Value, CultureInfo.InvariantCulture))
            .ToList();
        return values.Count == 0 ? null : values.Sum();
    }
}
