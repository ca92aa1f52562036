using System.Text.Json;
using System.Text.Json.Nodes;
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
        Converters = { new Rfc3339Converter(), new ObjectConverter() },
    };

    // As the serializer begins to say it.
    internal const string Duplicate = "Duplicate property";

    internal const string Malformed = "Malformed text";

    private const string MustBeObject = "must be a JSON object";

    /// <summary>Reads the body.</summary>
    /// <returns>The value, or the problem: 415, 413, 400 (no JSON) or 422 (the wrong JSON, with the field).</returns>
    public static Task<(T? Value, Problem? Problem)> ReadAsync<T>(HttpRequest request, CancellationToken cancellationToken)
        where T : class =>
        ReadAsync<T, T>(request, () => JsonSerializer.DeserializeAsync<T>(request.Body, Options, cancellationToken).AsTask());

    /// <summary>Reads a merge patch (RFC 7396) of what <typeparamref name="T"/> describes.</summary>
    /// <returns>
    /// The patch, in which every member is one of that type and has its type or is null; or the problem, as
    /// <see cref="ReadAsync{T}(HttpRequest, CancellationToken)"/> says it.
    /// </returns>
    public static Task<(JsonObject? Patch, Problem? Problem)> ReadPatchAsync<T>(HttpRequest request, CancellationToken cancellationToken)
        where T : class =>
        ReadAsync<JsonObject, T>(request, async () =>
        {
            // Read twice: for every member's name and type, and for what it says, since a member that is null is not one that is missing.
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body, cancellationToken);
            body.Position = 0;
            if (await JsonSerializer.DeserializeAsync<T>(body, Options, cancellationToken) is null)
                return null;
            body.Position = 0;
            return await JsonSerializer.DeserializeAsync<JsonObject>(body, Options, cancellationToken);
        });

    /// <summary>What a failed reading means for the caller: 400 where it is no JSON, 422 with the field where it is another JSON than expected.</summary>
    /// <typeparam name="T">What was expected.</typeparam>
    /// <param name="exception">The failure.</param>
    /// <param name="what">What was read, as the subject of a sentence.</param>
    public static Problem Describe<T>(JsonException exception, string what = "The body")
    {
        if (IsSyntax(exception))
            return Problems.Create(StatusCodes.Status400BadRequest, "malformed_json", $"The body is not valid JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine}).");
        var field = (exception.Path ?? "$").TrimStart('$').TrimStart('.');
        if (exception.Data[ObjectConverter.Place] is string place)
            field = field.Length == 0 ? place : place.Length == 0 ? field : $"{field}.{place}";
        var expected = Expected(exception, typeof(T));
        return field.Length == 0
            ? Problems.Create(StatusCodes.Status422UnprocessableEntity, "invalid", $"{what} {expected}.")
            : Problems.Invalid(new Dictionary<string, string[]> { [field] = [expected] });
    }

    /// <summary>422 for a null where an object must be.</summary>
    /// <param name="what">What is null, as the subject of a sentence.</param>
    public static Problem IsNull(string what) =>
        Problems.Create(StatusCodes.Status422UnprocessableEntity, "invalid", $"{what} {MustBeObject}, and is null.");

    private static async Task<(T? Value, Problem? Problem)> ReadAsync<T, TBody>(HttpRequest request, Func<Task<T?>> read)
        where T : class
    {
        if (!request.HasJsonContentType() && !IsMergePatch(request))
            return (null, Problems.Create(StatusCodes.Status415UnsupportedMediaType, "not_json", "The body must be JSON, with Content-Type: application/json."));
        try
        {
            return await read() is { } value ? (value, null) : (null, IsNull("The body"));
        }
        catch (JsonException exception)
        {
            return (null, Describe<TBody>(exception));
        }
        catch (BadHttpRequestException exception)
        {
            return (null, Problems.Create(exception.StatusCode, exception.StatusCode == 413 ? "body_too_large" : "bad_request", exception.Message));
        }
    }

    // The reader's own exceptions are of a class derived from this one that is not public.
    private static bool IsSyntax(JsonException exception) => exception.InnerException is JsonException || exception.GetType() != typeof(JsonException);

    private static bool IsMergePatch(HttpRequest request) =>
        request.ContentType?.StartsWith("application/merge-patch+json", StringComparison.OrdinalIgnoreCase) == true;

    // What was expected the serializer says only in its messages.
    private static string Expected(JsonException exception, Type body)
    {
        if (exception.Message.Contains("could not be mapped", StringComparison.Ordinal))
            return KnownFields.Refusal(body, exception.Path ?? "");
        if (exception.Message.StartsWith(Duplicate, StringComparison.Ordinal))
            return "must be given once";
        if (exception.Message.StartsWith(Malformed, StringComparison.Ordinal))
            return "must be of well-formed Unicode";
        var type = TypeIn(exception.Message);
        return type switch
        {
            _ when type.StartsWith("System.Collections.", StringComparison.Ordinal) && type.Contains("Dictionary", StringComparison.Ordinal) => MustBeObject,
            _ when type.StartsWith("System.Collections.", StringComparison.Ordinal) || type.EndsWith("[]", StringComparison.Ordinal) => "must be an array",
            _ when type.Contains("System.Boolean", StringComparison.Ordinal) => "must be true or false",
            _ when type.Contains("System.Int32", StringComparison.Ordinal) || type.Contains("System.Int64", StringComparison.Ordinal) => "must be a whole number",
            _ when type.Contains("System.DateTimeOffset", StringComparison.Ordinal) => "must be a date and time of RFC 3339, such as 2026-01-31T12:00:00Z",
            "System.String" => "must be a string of well-formed Unicode",
            _ when exception.InnerException is InvalidOperationException => "must have names of well-formed Unicode",
            _ => MustBeObject,
        };
    }

    private static string TypeIn(string message)
    {
        const string Before = "could not be converted to ";
        const string After = ". Path: ";
        var start = message.IndexOf(Before, StringComparison.Ordinal);
        var end = message.IndexOf(After, StringComparison.Ordinal);
        return start >= 0 && end > start ? message[(start + Before.Length)..end] : "";
    }
}
