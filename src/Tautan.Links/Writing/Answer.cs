using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Tautan.Contracts.Access;
using Tautan.Links.Reading;
using Tautan.Platform.Persistence;
using Tautan.Platform.Web;

namespace Tautan.Links.Writing;

/// <summary>What a change is answered with, as it can be kept for whoever asks again.</summary>
/// <param name="Status">100 to 599.</param>
/// <param name="Write">Makes the body, JSON in UTF-8; empty: none. Called when it is needed, and best when the commit is over.</param>
internal sealed record Answer(int Status, [property: JsonIgnore] Func<byte[]> Write)
{
    // As the framework writes what handlers answer.
    private static readonly JsonSerializerOptions Written = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string? Location { get; init; }

    public string? ETag { get; init; }

    /// <summary>What the gateway's copy must have before the caller may read his write: <c>{feed}/{epoch}/{revision}</c>.</summary>
    public string? Revision { get; init; }

    /// <summary>One without a body.</summary>
    public static Answer Empty(int status) => new(status, () => []);

    /// <summary>One whose body is made later, of what nobody changes meanwhile.</summary>
    public static Answer Later(int status, Func<object> body) => new(status, () => Bytes(body()));

    public static Answer Of(int status, object body)
    {
        var bytes = Bytes(body);
        return new Answer(status, () => bytes);
    }

    private static byte[] Bytes(object body) => JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), Written);

    public static Answer Of(Problem problem) => Of(problem.Status, problem);

    public static Answer Of(int status, LinkView view, WriteContext<LinksDb> context) =>
        Of(status, view) with { ETag = view.ETag, Revision = RevisionOf(context, view.Revision) };

    public static string RevisionOf(WriteContext<LinksDb> context, long revision) =>
        string.Create(CultureInfo.InvariantCulture, $"links/{context.Feed.Epoch}/{revision}");

    public IResult ToResult() => new Result(this);

    private sealed class Result(Answer answer) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.StatusCode = answer.Status;
            if (answer.Location is not null)
                response.Headers.Location = answer.Location;
            if (answer.ETag is not null)
                response.Headers.ETag = answer.ETag;
            if (answer.Revision is not null)
                response.Headers[InternalHeaders.Revision] = answer.Revision;
            var body = answer.Write();
            if (body.Length == 0)
                return;
            response.ContentType = answer.Status >= 400 ? Problems.ContentType : "application/json; charset=utf-8";
            response.ContentLength = body.Length;
            await response.Body.WriteAsync(body, httpContext.RequestAborted);
        }
    }
}
