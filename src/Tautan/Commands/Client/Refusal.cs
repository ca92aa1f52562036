using System.Net;
using System.Text.Json;

namespace Tautan.Commands.Client;

/// <summary>What the server said when it did not do as asked: problem details (RFC 9457), or only a status.</summary>
internal static class Refusal
{
    public static CommandFailure Of(HttpResponseMessage response, byte[] content, ServerAddress server, Credentials? credentials)
    {
        var (said, word) = Read(content);
        var (code, message) = response.StatusCode switch
        {
            HttpStatusCode.Unauthorized => (
                ExitCodes.Unauthorized,
                credentials is null ? $"{server.Text} asks for a key" : $"{server.Text} does not accept {credentials}"),
            HttpStatusCode.Forbidden => (ExitCodes.Unauthorized, said ?? $"{server.Text} does not allow this with {credentials}"),
            HttpStatusCode.NotFound => (ExitCodes.NotFound, said ?? $"{server.Text} has nothing there; is it a Tautan server? ({server.Source})"),
            HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed => (ExitCodes.Conflict, said ?? Bare(response, server)),
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => (
                ExitCodes.Failed, $"{server.Text} sends on to {response.Headers.Location?.ToString() ?? "elsewhere"}; name that server instead ({server.Source})"),
            _ => (ExitCodes.Failed, said ?? Bare(response, server)),
        };
        return new(code, message) { Status = (int)response.StatusCode, Code = word };
    }

    /// <summary>A problem that is part of an answer, such as that of one item of many, in a line.</summary>
    public static string Describe(JsonElement problem)
    {
        // Of a slug that is taken: by what, where that is the caller's own.
        var by = problem.Text("linkId") is { } id ? $" (by link {id})" : "";
        if (Fields(problem) is { Length: > 0 } fields)
            return fields + by;
        var summary = problem.Text("detail") ?? problem.Text("title");
        return summary is null || problem.Text("code") is not { } code ? summary ?? "refused without a reason" : $"{summary.TrimEnd('.')} ({code}){by}";
    }

    private static string Bare(HttpResponseMessage response, ServerAddress server)
    {
        var phrase = response.ReasonPhrase is { Length: > 0 } given ? $" {given}" : "";
        return $"{server.Text} answered {(int)response.StatusCode}{phrase}";
    }

    private static (string? Said, string? Code) Read(byte[] content)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            var problem = document.RootElement;
            return (problem.Text("detail") is null && problem.Text("title") is null && Fields(problem).Length == 0 ? null : Describe(problem), problem.Text("code"));
        }
        catch (JsonException)
        {
            return (null, null);
        }
    }

    private static string Fields(JsonElement problem) =>
        problem.Member("errors") is { ValueKind: JsonValueKind.Object } errors
            ? string.Join("; ", errors.EnumerateObject().Select(field => $"{field.Name}: {Messages(field.Value)}"))
            : "";

    private static string Messages(JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? string.Join(", ", value.EnumerateArray().Select(m => m.AsText() ?? m.GetRawText()))
        : value.AsText() ?? value.GetRawText();
}
