using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Links.Creating;
using Tautan.Links.Domains;
using Tautan.Links.Idempotency;
using Tautan.Links.Reading;
using Tautan.Links.Writing;
using Tautan.Platform.Hosting;
using Tautan.Platform.Persistence;
using Tautan.Platform.Urls;
using Tautan.Platform.Web;
using Tautan.Platform.Web.OpenApi;

namespace Tautan.Links.Bulk;

/// <summary><c>POST /api/v1/links/bulk</c>: up to 1,000 links in one commit, each with a result of its own.</summary>
internal static class BulkCreate
{
    private const int Most = 1000;

    public static void MapBulkCreate(this IEndpointRouteBuilder routes) => routes
        .MapPost("/api/v1/links/bulk", HandleAsync)
        .AllowCallers(ServiceNames.Gateway)
        .RequireScope(Scopes.LinksWrite)
        .Describe(Describe);

    private static Operation Describe() => new("createLinks", "Create up to 1,000 links")
    {
        Description = "In one commit; each has a result of its own, in the order of the request.",
        Parameters = [IdempotencyKey.Parameter],
        Body = Body.Json<Request>("""{ "links": [{ "destinations": [{ "url": "https://a.example/1" }] }, { "destinations": [{ "url": "https://a.example/2" }] }] }"""),
        Replies = [Reply.Json<Response>(StatusCodes.Status200OK, "What became of each.")],
        Problems = [IdempotencyKey.Reused],
    };

    /// <param name="Links">1 to 1,000.</param>
    private sealed record Request([property: Field(IsRequired = true, Minimum = 1, Maximum = Most, Of = typeof(NewLinkRequest))] IReadOnlyList<BulkItem>? Links);

    private sealed record Response([property: Field(Of = typeof(Created))] IReadOnlyList<object> Items);

    /// <summary>What became of one link: it is there, or there is a problem.</summary>
    /// <param name="Status">As it would be answered alone.</param>
    /// <param name="Link">As it is.</param>
    /// <param name="Problem">Why it was not made.</param>
    private sealed record Created(
        int Status,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] LinkView? Link,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Problem? Problem);

    private sealed record Made(int Status, LinkView Link);

    private sealed record Refused(int Status, Problem Problem);

    private static async Task<IResult> HandleAsync(
        HttpContext http,
        UrlsOptions urls,
        AppSchemes apps,
        LinkViews views,
        LinkWriter writer,
        IDbContextFactory<LinksDb> factory,
        IUnitOfWork<LinksDb> unitOfWork,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var (key, problem) = await IdempotencyKey.ReadAsync(http.Request, cancellationToken);
        if (key is null)
            return Problems.Of(problem!);
        (var request, problem) = await JsonBody.ReadAsync<Request>(http.Request, cancellationToken);
        if (request is null)
            return Problems.Of(problem!);
        if (request.Links is null || request.Links.Count is 0 or > Most)
            return Problems.Of(Problems.Invalid(new Dictionary<string, string[]> { ["links"] = [$"must have 1 to {Most} links"] }));

        var (workspace, subject) = (http.GetCallContext().Workspace, http.GetCallContext().Principal!.Subject);
        KnownDomains domains;
        await using (var db = await factory.CreateDbContextAsync(cancellationToken))
            domains = await KnownDomains.LoadAsync(db, urls, apps, workspace, request.Links.Select(item => item.Request).OfType<NewLinkRequest>(), cancellationToken);
        var specs = new LinkSpec?[request.Links.Count];
        var refused = new Problem?[specs.Length];
        for (var i = 0; i < specs.Length; i++)
            refused[i] = Check(request.Links[i], domains, subject, out specs[i]);

        var answer = await key.WriteAsync(
            unitOfWork,
            workspace,
            time,
            async (context, token) =>
            {
                var items = refused.Select(problem => problem is null ? null : (Func<object>)(() => new Refused(problem.Status, problem))).ToArray();
                var revision = await AddAsync(context, items, token);
                return Answer.Later(StatusCodes.Status200OK, () => new Response([.. items.Select(item => item!())])) with { Revision = revision is { } last ? Answer.RevisionOf(context, last) : null };
            },
            cancellationToken);
        return answer.ToResult();

        async Task<long?> AddAsync(WriteContext<LinksDb> context, Func<object>?[] items, CancellationToken token)
        {
            long? revision = null;
            var pending = new List<int>();
            var gone = await FindDomain.GoneAsync(context.Db, specs.OfType<LinkSpec>().Select(spec => spec.Domain), token);
            for (var i = 0; i < items.Length; i++)
            {
                if (specs[i] is not { } spec)
                    continue;
                if (gone.Contains(spec.Domain.Id))
                {
                    Keep(i, new Refused(StatusCodes.Status422UnprocessableEntity, Problems.Invalid(new Dictionary<string, string[]> { ["domain"] = [LinkRules.MustBeDomain(domains)] })));
                    continue;
                }

                if (request.Links[i].Request!.FindIfExists != true)
                {
                    pending.Add(i);
                    continue;
                }

                await LinkStatements.Of(context).FlushAsync();
                if (await EqualLink.FindAsync(context.Db, workspace, spec, token) is { } existing)
                    Keep(i, new Made(StatusCodes.Status200OK, views.Of(existing, spec.Domain.Name)));
                else
                    await AddManyAsync([i]);
            }

            if (pending.Count != 0)
                await AddManyAsync(pending);
            return revision;

            async Task AddManyAsync(List<int> indices)
            {
                var links = await writer.AddAsync(context, workspace, [.. indices.Select(i => specs[i]!)], token);
                for (var n = 0; n < indices.Count; n++)
                {
                    var spec = specs[indices[n]]!;
                    if (links[n] is { } link)
                        items[indices[n]] = () => new Made(StatusCodes.Status201Created, views.Of(link, spec.Domain.Name));
                    else
                        Keep(indices[n], new Refused(StatusCodes.Status409Conflict, await SlugTaken.AsProblemAsync(context.Db, workspace, spec, token)));
                    revision = links[n]?.Revision ?? revision;
                }
            }

            void Keep(int index, object item) => items[index] = () => item;
        }
    }

    private static Problem? Check(BulkItem item, KnownDomains domains, string subject, out LinkSpec? spec)
    {
        spec = null;
        if (item.Request is null)
            return item.Problem;
        var checkedOne = LinkRules.Check(item.Request, domains, out var errors);
        if (errors.Count != 0)
            return Problems.Invalid(errors);
        spec = checkedOne with { CreatedBy = subject };
        return null;
    }
}
