using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Links.Changing;
using Tautan.Links.Writing;
using Tautan.Platform.Hosting;
using Tautan.Platform.Persistence;
using Tautan.Platform.Web;
using Tautan.Platform.Web.OpenApi;

namespace Tautan.Links.Domains;

/// <summary><c>PATCH /api/v1/domains/{name}</c>: a JSON merge patch of all but its name and its case rule.</summary>
internal static class ChangeDomain
{
    public static void MapChangeDomain(this IEndpointRouteBuilder routes) => routes
        .MapPatch("/api/v1/domains/{name}", HandleAsync)
        .AllowCallers(ServiceNames.Gateway)
        .RequireScope(Scopes.LinksWrite)
        .Describe(Describe);

    private static Operation Describe() => new("changeDomain", "Change a domain")
    {
        Description = "All but its name and its case rule. What is not given stays as it is; null brings a field back to its default.",
        Parameters = [FindDomain.Parameter, Parameter.IfMatch],
        Body = Body.Patch<DomainRequest>("""{ "slugLength": 7, "unknownRedirectUrl": "https://a.example/" }"""),
        Replies = [Reply.Json<DomainView>(StatusCodes.Status200OK, "The domain as it is now.").WithETag()],
        Problems = [FindDomain.NoSuchDomain, NotYours, Precondition.StaleDomain],
    };

    private static readonly string[] FixedFields = ["name", "caseSensitive"];
    private static readonly string[] Fixed = ["is fixed when a domain is made"];

    private static async Task<IResult> HandleAsync(
        string name, HttpContext http, UrlsOptions urls, DomainViews views, IUnitOfWork<LinksDb> unitOfWork, TimeProvider time, CancellationToken cancellationToken)
    {
        var (patch, problem) = await JsonBody.ReadPatchAsync<DomainRequest>(http.Request, cancellationToken);
        if (patch is null)
            return Problems.Of(problem!);
        var fixedFields = FixedFields.Where(patch.ContainsKey).ToDictionary(field => field, _ => Fixed);
        if (fixedFields.Count != 0)
            return Problems.Of(Problems.Invalid(fixedFields));
        var workspace = http.GetCallContext().Workspace;
        var precondition = Precondition.From(http.Request);
        var answer = await unitOfWork.WriteAsync(
            async (context, token) =>
            {
                var domain = await FindDomain.ByNameAsync(context.Db.Domains, urls, workspace, name, token);
                if (domain is null || domain.WorkspaceId != workspace)
                    return Answer.Of(domain is null ? FindDomain.NoSuchDomain : NotYours);
                if (!precondition.Holds(domain.Revision))
                    return Answer.Of(Precondition.StaleDomain);
                var errors = new Dictionary<string, string[]>();
                var changed = new Domain();
                DomainRules.Set(changed, Merge(domain, patch), errors);
                if (errors.Count != 0)
                    return Answer.Of(Problems.Invalid(errors));
                DomainRules.Set(domain, Merge(domain, patch), errors);
                domain.UpdatedAt = time.GetUtcNow().ToStored();
                var revision = await DomainWriter.SaveAsync(context, domain, token);
                var view = views.Of(domain, await FindDomain.CountLinksAsync(context.Db, workspace, domain.Id, token));
                return Answer.Of(StatusCodes.Status200OK, view) with { ETag = view.ETag, Revision = revision };
            },
            cancellationToken);
        return answer.ToResult();
    }

    public static readonly Problem NotYours = Problems.Create(StatusCodes.Status403Forbidden, "default_domain", "The default domain is the first workspace's to change.");

    private static DomainRequest Merge(Domain domain, JsonObject patch) =>
        MergePatch.Apply(JsonSerializer.SerializeToNode(DomainRules.RequestOf(domain), JsonBody.Options), patch).Deserialize<DomainRequest>(JsonBody.Options)!;
}
