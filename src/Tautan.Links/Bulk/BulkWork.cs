using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Tautan.Contracts.Access;
using Tautan.Links.Idempotency;
using Tautan.Links.Reading;
using Tautan.Links.Writing;
using Tautan.Platform.Hosting;
using Tautan.Platform.Persistence;
using Tautan.Platform.Web;

namespace Tautan.Links.Bulk;

/// <summary>Does something to up to a thousand links in one commit, each with a result of its own; or counts them first.</summary>
internal sealed class BulkWork(UrlsOptions urls, IDbContextFactory<LinksDb> factory, IUnitOfWork<LinksDb> unitOfWork, TimeProvider time)
{
    /// <param name="Count">How many links it would be about.</param>
    internal sealed record Preview(int Count);

    /// <param name="Items">By id in the order given, else in that of their making.</param>
    internal sealed record Response(IReadOnlyList<BulkResult> Items);

    /// <summary>How many links a change would be about.</summary>
    public async Task<IResult> PreviewAsync(BulkSubject subject, Guid workspace, CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await db.BeginReadAsync(cancellationToken);
        var (count, problem) = await subject.CountAsync(db, urls, workspace, time.GetUtcNow(), cancellationToken);
        return problem is null ? Results.Json(new Preview(count)) : Problems.Of(problem);
    }

    /// <summary>Does it.</summary>
    /// <param name="key">Of the request.</param>
    /// <param name="subject">Which links.</param>
    /// <param name="principal">For whom.</param>
    /// <param name="each">To a tracked link; answers its result and the revision of its change.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IResult> RunAsync(
        IdempotencyKey key,
        BulkSubject subject,
        Principal principal,
        Func<WriteContext<LinksDb>, Link, CancellationToken, Task<(BulkResult Result, long? Revision)>> each,
        CancellationToken cancellationToken)
    {
        var answer = await key.WriteAsync(
            unitOfWork,
            principal.Workspace,
            time,
            async (context, token) =>
            {
                var (ids, problem) = await subject.FindAsync(context.Db, urls, principal.Workspace, time.GetUtcNow(), token);
                if (problem is not null)
                    return Answer.Of(problem);
                var items = new List<BulkResult>();
                long? last = null;
                foreach (var text in ids)
                {
                    var link = Guid.TryParse(text, out var id) ? await GetLink.FindAsync(context.Db.Links, principal.Workspace, id, token) : null;
                    var (result, revision) = link is null ? (BulkResult.Of(text, GetLink.NoSuchLink), null) : await each(context, link, token);
                    items.Add(result);
                    last = revision ?? last;
                    await context.SaveAndForgetAsync([], token);
                }

                return Answer.Of(StatusCodes.Status200OK, new Response(items)) with { Revision = last is { } made ? Answer.RevisionOf(context, made) : null };
            },
            cancellationToken);
        return answer.ToResult();
    }
}
