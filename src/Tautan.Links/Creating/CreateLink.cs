using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Links.Domains;
using Tautan.Links.Idempotency;
using Tautan.Links.Reading;
using Tautan.Links.Writing;
using Tautan.Platform.Hosting;
using Tautan.Platform.Persistence;
using Tautan.Platform.Urls;
using Tautan.Platform.Web;
using Tautan.Platform.Web.OpenApi;

namespace Tautan.Links.Creating;

/// <summary><c>POST /api/v1/links</c>.</summary>
internal static class CreateLink
{
    public static void MapCreateLink(this IEndpointRouteBuilder routes) => routes
        .MapPost("/api/v1/links", HandleAsync)
        .AllowCallers(ServiceNames.Gateway)
        .RequireScope(Scopes.LinksWrite)
        .Describe(Describe);

    private static Operation Describe() => new("createLink", "Create a link")
    {
        Description = "When the answer arrives, the redirect works.",
        Parameters = [IdempotencyKey.Parameter],
        Body = Body.Json<NewLinkRequest>("""{ "destinations": [{ "url": "https://a.example/spring" }, { "url": "https://b.example/spring" }], "title": "Spring sale", "tags": ["sale"] }"""),
        Replies =
        [
            Reply.Json<LinkView>(StatusCodes.Status201Created, "The link.").WithLocation().WithETag(),
            Reply.Json<LinkView>(StatusCodes.Status200OK, "The link that was there already (`findIfExists`).").WithLocation().WithETag(),
        ],
        Problems = [SlugTaken.Example, IdempotencyKey.Reused],
    };

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
        (var request, problem) = await JsonBody.ReadAsync<NewLinkRequest>(http.Request, cancellationToken);
        if (request is null)
            return Problems.Of(problem!);
        var (workspace, subject) = (http.GetCallContext().Workspace, http.GetCallContext().Principal!.Subject);
        KnownDomains domains;
        await using (var db = await factory.CreateDbContextAsync(cancellationToken))
            domains = await KnownDomains.LoadAsync(db, urls, apps, workspace, [request], cancellationToken);
        var spec = LinkRules.Check(request, domains, out var errors) with { CreatedBy = subject };
        if (errors.Count != 0)
            return Problems.Of(Problems.Invalid(errors));

        var answer = await key.WriteAsync(
            unitOfWork,
            workspace,
            time,
            async (context, token) =>
            {
                if ((await FindDomain.GoneAsync(context.Db, [spec.Domain], token)).Count != 0)
                    return Answer.Of(Problems.Invalid(new Dictionary<string, string[]> { ["domain"] = [LinkRules.MustBeDomain(domains)] }));
                if (request.FindIfExists == true)
                    await LinkStatements.Of(context).FlushAsync();
                var existing = request.FindIfExists == true ? await EqualLink.FindAsync(context.Db, workspace, spec, token) : null;
                var link = existing ?? (await writer.AddAsync(context, workspace, [spec], token))[0];
                if (link is null)
                    return Answer.Of(await SlugTaken.AsProblemAsync(context.Db, workspace, spec, token));
                var status = existing is null ? StatusCodes.Status201Created : StatusCodes.Status200OK;
                return Answer.Of(status, views.Of(link, spec.Domain.Name), context) with { Location = $"/api/v1/links/{link.Id}" };
            },
            cancellationToken);
        return answer.ToResult();
    }
}
