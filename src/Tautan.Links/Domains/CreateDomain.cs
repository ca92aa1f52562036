using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Links.Idempotency;
using Tautan.Links.Writing;
using Tautan.Platform.Hosting;
using Tautan.Platform.Persistence;
using Tautan.Platform.Web;
using Tautan.Platform.Web.OpenApi;

namespace Tautan.Links.Domains;

/// <summary><c>POST /api/v1/domains</c>. The first workspace's are served at once; those of others when they are verified.</summary>
internal static class CreateDomain
{
    public static void MapCreateDomain(this IEndpointRouteBuilder routes) => routes
        .MapPost("/api/v1/domains", HandleAsync)
        .AllowCallers(ServiceNames.Gateway)
        .RequireScope(Scopes.LinksWrite)
        .Describe(Describe);

    private static Operation Describe() => new("createDomain", "Register a domain")
    {
        Description = "Those of the first workspace are served at once; those of others when they are verified.",
        Parameters = [IdempotencyKey.Parameter],
        Body = Body.Json<DomainRequest>("""{ "name": "go.example", "redirectStatus": 302, "slugLength": 6 }"""),
        Replies = [Reply.Json<DomainView>(StatusCodes.Status201Created, "The domain.").WithLocation().WithETag()],
        Problems = [Taken, IdempotencyKey.Reused],
    };

    public static readonly Problem Taken = Problems.Create(
        StatusCodes.Status409Conflict, "domain_taken", "The domain is registered here already.", new Dictionary<string, string[]> { ["name"] = ["must not be registered here"] });

    private static async Task<IResult> HandleAsync(
        HttpContext http, UrlsOptions urls, DomainViews views, IUnitOfWork<LinksDb> unitOfWork, TimeProvider time, CancellationToken cancellationToken)
    {
        var (key, problem) = await IdempotencyKey.ReadAsync(http.Request, cancellationToken);
        if (key is null)
            return Problems.Of(problem!);
        (var request, problem) = await JsonBody.ReadAsync<DomainRequest>(http.Request, cancellationToken);
        if (request is null)
            return Problems.Of(problem!);
        var workspace = http.GetCallContext().Workspace;
        var now = time.GetUtcNow().ToStored();
        var errors = new Dictionary<string, string[]>();
        var checkedOne = new Domain
        {
            Id = Guid.CreateVersion7(now),
            WorkspaceId = workspace,
            CaseSensitive = request.CaseSensitive ?? true,
            VerificationToken = RandomNumberGenerator.GetHexString(32, lowercase: true),
            VerifiedAt = workspace == WellKnown.WorkspaceId ? now : null,
            CreatedAt = now,
            UpdatedAt = now,
        };
        DomainRules.Set(checkedOne, request, errors);
        if (!DomainName.TryNormalize(request.Name, out var name))
            errors["name"] = ["must be the name of a host, such as go.example"];
        else if (DefaultDomain.IsNamed(urls.BaseUri(), name))
            errors["name"] = ["must not be the default domain"];
        if (errors.Count != 0)
            return Problems.Of(Problems.Invalid(errors));

        var answer = await key.WriteAsync(
            unitOfWork,
            workspace,
            time,
            async (context, token) =>
            {
                if (await context.Db.Domains.AnyAsync(other => other.Name == name && (other.WorkspaceId == workspace || other.VerifiedAt != null), token))
                    return Answer.Of(Taken);

                // Made anew where the work is run again.
                var domain = new Domain
                {
                    Id = checkedOne.Id,
                    WorkspaceId = workspace,
                    Name = name,
                    CaseSensitive = checkedOne.CaseSensitive,
                    VerificationToken = checkedOne.VerificationToken,
                    VerifiedAt = checkedOne.VerifiedAt,
                    CreatedAt = now,
                    UpdatedAt = now,
                };
                DomainRules.Set(domain, request, []);
                context.Db.Domains.Add(domain);
                var revision = await DomainWriter.SaveAsync(context, domain, token);
                var view = views.Of(domain, 0);
                return Answer.Of(StatusCodes.Status201Created, view) with { Location = $"/api/v1/domains/{Uri.EscapeDataString(view.Name)}", ETag = view.ETag, Revision = revision };
            },
            cancellationToken);
        return answer.ToResult();
    }
}
