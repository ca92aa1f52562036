using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace Tautan.Platform.Web;

/// <summary>
/// A problem as everything outside sees it: <c>application/problem+json</c> (RFC 9457) with a stable <c>code</c>, and
/// <c>errors</c> by field where the input was at fault.
/// </summary>
public sealed record Problem(
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("title")] string Title,
    [property: JsonPropertyName("status")] int Status,
    [property: JsonPropertyName("detail")] string Detail,
    [property: JsonPropertyName("code")] string Code,
    [property: JsonPropertyName("errors"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, string[]>? Errors = null)
{
    /// <summary>The link that the problem is about, where the caller may know it.</summary>
    [JsonPropertyName("linkId")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? LinkId { get; init; }
}

/// <summary>The one place where failures become answers.</summary>
public static class Problems
{
    public const string ContentType = "application/problem+json";

    /// <summary>An answer that reports a problem.</summary>
    /// <param name="status">The status, 400 to 599.</param>
    /// <param name="code">Stable, snake case; programs rely on it.</param>
    /// <param name="detail">A sentence for people.</param>
    /// <param name="errors">By field (<c>destinations[0].url</c>): what was expected.</param>
    public static IResult Of(int status, string code, string detail, IReadOnlyDictionary<string, string[]>? errors = null) =>
        Of(Create(status, code, detail, errors));

    public static IResult Of(Problem problem) => new ProblemResult(problem);

    public static Problem Create(int status, string code, string detail, IReadOnlyDictionary<string, string[]>? errors = null) =>
        new("about:blank", Title(status), status, detail, code, errors);

    /// <summary>422 with the fields at fault.</summary>
    public static Problem Invalid(IReadOnlyDictionary<string, string[]> errors) => Create(
        StatusCodes.Status422UnprocessableEntity,
        "invalid",
        errors.Count == 1 ? $"{errors.First().Key} {errors.First().Value[0]}." : "Some fields are not as expected; errors names them.",
        errors);

    private static string Title(int status) =>
        Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status) is { Length: > 0 } phrase ? phrase : "Error";

    private sealed class ProblemResult(Problem problem) : IResult, IStatusCodeHttpResult
    {
        public int? StatusCode => problem.Status;

        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = problem.Status;
            return httpContext.Response.WriteAsJsonAsync(problem, JsonSerializerOptions.Web, ContentType, httpContext.RequestAborted);
        }
    }
}
