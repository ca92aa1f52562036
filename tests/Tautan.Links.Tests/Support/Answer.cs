using System.Text.Json;
using Tautan.Contracts.Access;

namespace Tautan.Links.Tests;

/// <summary>What Links answered.</summary>
public sealed record Answer(int Status, string? ContentType, string Text, string? ETag, string? Location, string? Revision)
{
    public JsonElement Json
    {
        get
        {
            using var document = JsonDocument.Parse(Text);
            return document.RootElement.Clone();
        }
    }

    public static async Task<Answer> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken) => new(
        (int)response.StatusCode,
        response.Content.Headers.ContentType?.MediaType,
        await response.Content.ReadAsStringAsync(cancellationToken),
        response.Headers.TryGetValues("ETag", out var tags) ? tags.Single() : null,
        response.Headers.Location?.OriginalString,
        response.Headers.TryGetValues(InternalHeaders.Revision, out var revisions) ? revisions.Single() : null);

    public JsonElement ShouldBe(int status)
    {
        Status.ShouldBe(status, Text);
        return Text.Length == 0 ? default : Json;
    }

    /// <summary>RFC 9457, with a stable code.</summary>
    public JsonElement ShouldBeProblem(int status, string code)
    {
        Status.ShouldBe(status, Text);
        ContentType.ShouldBe("application/problem+json");
        return Problem.ShouldBe(Json, status, code);
    }

    /// <summary>422, and the problem names the field and says what was expected of it.</summary>
    public void ShouldRefuse(string field, string expectation) => Problem.ShouldName(ShouldBeProblem(422, "invalid"), field, expectation);
}
