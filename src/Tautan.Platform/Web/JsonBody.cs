using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace Tautan.Platform.Web;

/// <summary>A request's body as JSON, or the problem with it.</summary>
public static class JsonBody
{
    /// <summary>How bodies are read and written: camel case, unknown members refused, nulls written, enumerations as words.</summary>
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
        AllowDuplicateProperties = false,
        MaxDepth = 16,
    };

    /// <summary>Reads the body.</summary>
    /// <returns>The value, or the problem: 415, 413, 400 (no JSON) or 422 (the wrong JSON, with the field).</returns>
    public static async Task<(T? Value, Problem? Problem)> ReadAsync<T>(HttpRequest request, CancellationToken cancellationToken)
        where T : class
    {
        if (!request.HasJsonContentType() && !IsMergePatch(request))
            return (null, Problems.Create(StatusCodes.Status415UnsupportedMediaType, "not_json", "The body must be JSON, with Content-Type: application/json."));
        try
        {
            var value = await JsonSerializer.DeserializeAsync<T>(request.Body, Options, cancellationToken);
            return value is null
                ? (null, Problems.Create(StatusCodes.Status422UnprocessableEntity, "invalid", "The body must be a JSON object, and is null."))
                : (value, null);
        }
        catch (JsonException exception)
        {
            return (null, Describe(exception));
        }
        catch (BadHttpRequestException exception)
        {
            return (null, Problems.Create(exception.StatusCode, exception.StatusCode == 413 ? "body_too_large" : "bad_request", exception.Message));
        }
    }

    /// <summary>What a failed reading means for the caller: 400 where it is no JSON, 422 with the field where it is another JSON than expected.</summary>
    public static Problem Describe(JsonException exception)
    {
        var field = (exception.Path ?? "$").TrimStart('$').TrimStart('.');
        var isSyntax = exception.InnerException is JsonException || exception.InnerException?.GetType().Name == "JsonReaderException"
            || (exception.Path is null && exception.LineNumber is not null);
        if (isSyntax || exception.GetType() != typeof(JsonException))
            return Problems.Create(StatusCodes.Status400BadRequest, "malformed_json", $"The body is not valid JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine}).");
        return field.Length == 0
            ? Problems.Create(StatusCodes.Status422UnprocessableEntity, "invalid", $"The body is not as expected: {FirstSentence(exception.Message)}")
            : Problems.Invalid(new Dictionary<string, string[]> { [field] = [Expected(exception)] });
    }

    private static bool IsMergePatch(HttpRequest request) =>
        request.ContentType?.StartsWith("application/merge-patch+json", StringComparison.OrdinalIgnoreCase) == true;

    private static string Expected(JsonException exception)
    {
        const string TypeMarker = "could not be converted to ";
        var at = exception.Message.IndexOf(TypeMarker, StringComparison.Ordinal);
        if (at < 0)
            return exception.Message.Contains("could not be mapped", StringComparison.Ordinal) ? "is no field that is known here" : FirstSentence(exception.Message);
        var type = exception.Message[(at + TypeMarker.Length)..];
        return type switch
        {
            _ when type.Contains("Boolean", StringComparison.Ordinal) => "must be true or false",
            _ when type.Contains("Int32", StringComparison.Ordinal) || type.Contains("Int64", StringComparison.Ordinal) => "must be a whole number",
            _ when type.Contains("DateTimeOffset", StringComparison.Ordinal) => "must be a date and time of RFC 3339, such as 2026-01-31T12:00:00Z",
            _ when type.Contains("List", StringComparison.Ordinal) || type.Contains("[]", StringComparison.Ordinal) => "must be an array",
            _ when type.StartsWith("System.String", StringComparison.Ordinal) => "must be a string",
            _ => "must be an object",
        };
    }

    private static string FirstSentence(string message) =>
        message.IndexOf(". ", StringComparison.Ordinal) is var end and > 0 ? message[..(end + 1)] : message;
}
