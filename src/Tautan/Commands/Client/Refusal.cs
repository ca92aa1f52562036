using System.Net;
using System.Text.Json;

namespace Tautan.Commands.Client;

/// <summary>What the server said when it did not do as asked: problem details (RFC 9457), or only a status.</summary>
internal static class Refusal
{
    public static CommandFailure Of(HttpResponseMessage response, byte[] content, ServerAddress server, Credentials? credentials)
    {
        var said = Read(content);
        return response.StatusCode switch
        {
            HttpStatusCode.Unauthorized => new(
                ExitCodes.Unauthorized,
                credentials is null ? $"{server.Text} asks for a key" : $"{server.Text} does not accept {credentials}"),
            HttpStatusCode.Forbidden => new(ExitCodes.Unauthorized, said ?? $"{server.Text} does not allow this with {credentials}"),
            HttpStatusCode.NotFound => new(ExitCodes.NotFound, said ?? $"{server.Text} has nothing there; is it a Tautan server? ({server.Source})"),
            HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed => new(ExitCodes.Conflict, said ?? Bare(response, server)),
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => new(
                ExitCodes.Failed, $"{server.Text} sends on to {response.Headers.Location?.ToString() ?? "elsewhere"}; name that server instead ({server.Source})"),
            _ => new(ExitCodes.Failed, said ?? Bare(response, server)),
        };
    }

    private static string Bare(HttpResponseMessage response, ServerAddress server)
    {
        var phrase = response.ReasonPhrase is { Length: > 0 } given ? $" {given}" : "";
        return $"{server.Text} answered {(int)response.StatusCode}{phrase}";
    }

    private static string? Read(byte[] content)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            var problem = document.RootElement;
            var summary = problem.Text("detail") ?? problem.Text("title");
            if (Fields(problem) is { Length: > 0 } fields)
                return fields;
            return summary is null || problem.Text("code") is not { } code ? summary : $"{summary.TrimEnd('.')} ({code})";
        }
        catch (JsonException)
        {
            return null;
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
