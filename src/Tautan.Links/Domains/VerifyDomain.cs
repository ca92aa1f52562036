using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Links.Domains.Verification;
using Tautan.Links.Writing;
using Tautan.Platform.Hosting;
using Tautan.Platform.Persistence;
using Tautan.Platform.Web;
using Tautan.Platform.Web.OpenApi;

namespace Tautan.Links.Domains;

/// <summary><c>POST /api/v1/domains/{name}/verify</c>: looks for what shows that a domain is the caller's, and serves it from then on.</summary>
internal static class VerifyDomain
{
    public static void MapVerifyDomain(this IEndpointRouteBuilder routes) => routes
        .MapPost("/api/v1/domains/{name}/verify", HandleAsync)
        .AllowCallers(ServiceNames.Gateway)
        .RequireScope(Scopes.LinksWrite)
        .Describe(Describe);

    private static Operation Describe() => new("verifyDomain", "Look for the proof that a domain is yours")
    {
        Parameters = [FindDomain.Parameter],
        Replies = [Reply.Json<DomainView>(StatusCodes.Status200OK, "It is verified, and served.").WithETag()],
        Problems = [FindDomain.NoSuchDomain, CreateDomain.Taken, NotVerified],
    };

    private static readonly Problem NotVerified = Problems.Create(StatusCodes.Status409Conflict, "domain_not_verified", "Neither the TXT record nor the file is there.");

    private static async Task<IResult> HandleAsync(
        string name,
        HttpContext http,
        UrlsOptions urls,
        DomainViews views,
        Proof proof,
        IDbContextFactory<LinksDb> factory,
        IUnitOfWork<LinksDb> unitOfWork,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var workspace = http.GetCallContext().Workspace;
        Domain? domain;
        await using (var db = await factory.CreateDbContextAsync(cancellationToken))
            domain = await FindDomain.ByNameAsync(db.Domains.AsNoTracking(), urls, workspace, name, cancellationToken);
        if (domain is null)
            return Problems.Of(FindDomain.NoSuchDomain);
        if (domain.VerifiedAt is null && await proof.MissingAsync(domain, cancellationToken) is { } missing)
            return Problems.Of(NotVerified with { Detail = missing });
        var answer = await unitOfWork.WriteAsync(
            async (context, token) =>
            {
                if (await context.Db.Domains.SingleOrDefaultAsync(row => row.Id == domain.Id, token) is not { } row)
                    return Answer.Of(FindDomain.NoSuchDomain);
                string? revision = null;
                if (row.VerifiedAt is null)
                {
                    if (await context.Db.Domains.AnyAsync(other => other.Name == row.Name && other.VerifiedAt != null, token))
                        return Answer.Of(CreateDomain.Taken);
                    row.VerifiedAt = row.UpdatedAt = time.GetUtcNow().ToStored();
                    revision = await DomainWriter.SaveAsync(context, row, token);
                }

                var view = views.Of(row, await FindDomain.CountLinksAsync(context.Db, workspace, row.Id, token));
                return Answer.Of(StatusCodes.Status200OK, view) with { ETag = view.ETag, Revision = revision };
            },
            cancellationToken);
        return answer.ToResult();
    }
}
