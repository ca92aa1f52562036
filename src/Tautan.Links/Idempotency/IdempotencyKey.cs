using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Tautan.Links.Writing;
using Tautan.Platform.Persistence;
using Tautan.Platform.Web;
using Tautan.Platform.Web.OpenApi;

namespace Tautan.Links.Idempotency;

/// <summary>
/// An <c>Idempotency-Key</c>: for 24 h the same request is answered as it was the first time, and nothing is done again. What is answered
/// is kept in the commit of the change itself, so that neither is there without the other.
/// </summary>
internal sealed class IdempotencyKey
{
    public const string Header = "Idempotency-Key";
    private const int Longest = 255;

    public static readonly Parameter Parameter = Parameter.Header(
        Header, "1 to 255 visible ASCII characters of the caller's choice. For 24 hours the same request with the same key is answered as it was the first time, and nothing is done again.") with
    {
        Pattern = "^[!-~]{1,255}$",
    };

    public static readonly Problem Reused = Problems.Create(
        StatusCodes.Status422UnprocessableEntity, "idempotency_key_reused", $"The {Header} was used for another request within the last 24 hours: use a new one.",
        new Dictionary<string, string[]> { [Header] = ["must be new for a new request"] });

    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(24);

    private readonly string? _key;
    private readonly byte[] _request;

    private IdempotencyKey(string? key, byte[] request) => (_key, _request) = (key, request);

    /// <summary>Reads the header, and of the body, where there is one, what tells this request from others.</summary>
    /// <returns>The key, which may be none; or the problem with it.</returns>
    public static async Task<(IdempotencyKey? Key, Problem? Problem)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var given = request.Headers[Header];
        if (given.Count == 0)
            return (new IdempotencyKey(null, []), null);
        var key = given.ToString().Trim();
        if (key.Length is 0 or > Longest || key.AsSpan().ContainsAnyExceptInRange('!', '~') || given.Count != 1)
            return (null, Problems.Invalid(new Dictionary<string, string[]> { [Header] = [$"must be given once, with 1 to {Longest} visible ASCII characters"] }));
        var body = new MemoryStream();
        try
        {
            await request.Body.CopyToAsync(body, cancellationToken);
        }
        catch (BadHttpRequestException exception)
        {
            return (null, Problems.Create(exception.StatusCode, exception.StatusCode == 413 ? "body_too_large" : "bad_request", exception.Message));
        }

        body.Position = 0;
        request.Body = body;
        return (new IdempotencyKey(key, SHA256.HashData([.. Encoding.UTF8.GetBytes($"{request.Method} {request.Path}{request.QueryString}\n"), .. body.ToArray()])), null);
    }

    /// <summary>Does a work and keeps its answer; or gives the answer that is kept.</summary>
    public Task<Answer> WriteAsync(
        IUnitOfWork<LinksDb> unitOfWork,
        Guid workspace,
        TimeProvider time,
        Func<WriteContext<LinksDb>, CancellationToken, Task<Answer>> work,
        CancellationToken cancellationToken) => unitOfWork.WriteAsync(
            _key is null ? work : (context, token) => OnceAsync(context, workspace, time, work, token),
            cancellationToken);

    private async Task<Answer> OnceAsync(
        WriteContext<LinksDb> context, Guid workspace, TimeProvider time, Func<WriteContext<LinksDb>, CancellationToken, Task<Answer>> work, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await context.Db.Answers.Where(answer => answer.At < now - KeptFor).ExecuteDeleteAsync(cancellationToken);
        var kept = await context.Db.Answers.AsNoTracking().SingleOrDefaultAsync(answer => answer.WorkspaceId == workspace && answer.Key == _key, cancellationToken);
        if (kept is not null)
            return kept.Request.AsSpan().SequenceEqual(_request) ? Unpack(kept) : Answer.Of(Reused);
        var answer = await work(context, cancellationToken);
        context.Db.Answers.Add(new StoredAnswer
        {
            WorkspaceId = workspace,
            Key = _key!,
            Request = _request,
            Status = answer.Status,
            Headers = JsonSerializer.Serialize(answer),
            Body = Pack(answer.Write()),
            At = now.ToStored(),
        });
        await context.Db.SaveChangesAsync(cancellationToken);
        return answer;
    }

    private static byte[] Pack(byte[] body)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest))
            brotli.Write(body);
        return packed.ToArray();
    }

    private static Answer Unpack(StoredAnswer stored)
    {
        using var body = new MemoryStream();
        using (var brotli = new BrotliStream(new MemoryStream(stored.Body), CompressionMode.Decompress))
            brotli.CopyTo(body);
        var headers = JsonSerializer.Deserialize<Kept>(stored.Headers)!;
        return new Answer(stored.Status, body.ToArray) { Location = headers.Location, ETag = headers.ETag, Revision = headers.Revision };
    }

    private sealed record Kept(string? Location, string? ETag, string? Revision);
}
