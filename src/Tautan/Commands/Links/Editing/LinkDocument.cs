using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tautan.Commands.Client;
using Tautan.Commands.Output;

namespace Tautan.Commands.Links.Editing;

/// <summary>The fields of a link that can be changed, as JSON that people edit.</summary>
internal static class LinkDocument
{
    private const string Comment = "//";

    private static readonly string[] Fields =
    [
        "slug", "domain", "destinations", "title", "description", "notes", "tags", "owner", "metadata", "redirectStatus", "forwardQuery", "pathSuffix", "utm",
        "startsAt", "expiresAt", "enabled", "archived", "fallbackUrl", "maxVisits", "health",
    ];

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false };

    /// <summary>What of a link can be changed. A field that its server does not know is left out.</summary>
    public static JsonObject Of(JsonElement link)
    {
        var document = new JsonObject();
        foreach (var field in Fields)
        {
            if (link.Member(field) is { } value)
                document[field] = field == "destinations" ? UrlsOf(link) : JsonNode.Parse(value.GetRawText());
        }
        return document;
    }

    /// <summary>As text, with remarks above it.</summary>
    public static string Write(JsonObject document, IEnumerable<string> remarks) => Remarked(SafeText.OfJson(document.ToJsonString(Readable)) + "\n", remarks);

    /// <summary>The same text under other remarks.</summary>
    public static string Remarked(string text, IEnumerable<string> remarks) =>
        string.Concat(remarks.Select(remark => $"{Comment} {SafeText.Of(remark.ReplaceLineEndings(" "))}\n")) + WithoutRemarks(text);

    /// <summary>The same text without the remarks above it, which do not matter.</summary>
    public static string WithoutRemarks(string text) =>
        string.Join('\n', text.Split('\n').SkipWhile(line => line.StartsWith(Comment, StringComparison.Ordinal)));

    /// <exception cref="CommandFailure">It is no JSON object.</exception>
    public static JsonObject Read(string text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: Lenient) as JsonObject ?? throw new CommandFailure(ExitCodes.Failed, "it must be a JSON object");
        }
        catch (JsonException failure)
        {
            throw new CommandFailure(ExitCodes.Failed, $"it is no JSON: {failure.Message}");
        }
    }

    private static JsonArray UrlsOf(JsonElement link) => DestinationList.Of(link.List("destinations").Select(destination => destination.Text("url") ?? ""));
}
