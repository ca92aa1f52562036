using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tautan.Links.Tests;

/// <summary>A test of Links, in a workspace of its own.</summary>
public abstract class LinksTest
{
    protected LinksTest(LinksFixture links)
    {
        Links = links;
        Api = links.Api(Workspace);
    }

    protected LinksFixture Links { get; }

    protected Guid Workspace { get; } = Guid.NewGuid();

    protected LinksApi Api { get; }

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A slug that no other test has.</summary>
    protected static string Unique(string prefix = "t") => $"{prefix}-{Guid.NewGuid():N}";

    /// <summary>A host that no other test has.</summary>
    protected static string Host() => $"{Guid.NewGuid():N}.example";

    /// <summary>What creates a link to these destinations.</summary>
    protected static JsonObject To(params IEnumerable<string> urls) => new()
    {
        ["destinations"] = new JsonArray([.. urls.Select(url => new JsonObject { ["url"] = url })]),
    };

    /// <summary>What creates a link, with some fields.</summary>
    protected static JsonObject With(params IEnumerable<(string Field, JsonNode? Value)> fields)
    {
        var body = To("https://a.example/x");
        foreach (var (field, value) in fields)
            body[field] = value;
        return body;
    }

    protected static string Id(JsonElement link) => link.GetProperty("id").GetString()!;

    protected static string Text(JsonElement link, string field) => link.GetProperty(field).GetString()!;

    protected static List<string> Strings(JsonElement link, string field) => [.. link.GetProperty(field).EnumerateArray().Select(item => item.GetString()!)];

    protected static List<string> Urls(JsonElement link) => [.. link.GetProperty("destinations").EnumerateArray().Select(item => Text(item, "url"))];

    protected static List<string> DestinationIds(JsonElement link) => [.. link.GetProperty("destinations").EnumerateArray().Select(Id)];
}
