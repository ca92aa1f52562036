using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Contracts.Links;
using Tautan.Links.Deleting;
using Tautan.Links.History;
using Tautan.Links.Reading;
using Tautan.Links.Writing;
using Tautan.Platform.Hosting;
using Tautan.Platform.Persistence;
using Tautan.Platform.Urls;
using Tautan.Platform.Web;
using Tautan.Platform.Web.OpenApi;

namespace Tautan.Links.Domains;

/// <summary>
/// <c>DELETE /api/v1/domains/{name}</c>. Where it has links, <c>?links=move:other.example</c> or <c>?links=delete</c> says what becomes of
/// them; they go a thousand at a time, the domain with the last, and whoever asks again goes on where it ended.
/// </summary>
internal static class DeleteDomain
{
    private const int AtOnce = 1000;
    private const string Move = "move:";

    public static void MapDeleteDomain(this IEndpointRouteBuilder routes) => routes
        .MapDelete("/api/v1/domains/{name}", HandleAsync)
        .AllowCallers(ServiceNames.Gateway)
        .RequireScope(Scopes.LinksWrite)
        .Describe(Describe);

    private static Operation Describe() => new("deleteDomain", "Delete a domain")
    {
        Description = "Where it has links, `links` says what becomes of them. They go a thousand at a time, the domain with the last; whoever asks again goes on where it ended.",
        Parameters = [FindDomain.Parameter, Parameter.Query<string>("links", "`move:DOMAIN` moves them to another domain, `delete` deletes them.") with { Pattern = "^(delete|move:.+)$", Example = "delete" }],
        Replies = [Reply.Empty(StatusCodes.Status204NoContent, "It is gone.")],
        Problems = [FindDomain.NoSuchDomain, Default, HasLinks, SlugTakenThere("spring"), SlugReservedThere("docs")],
    };

    private static async Task<IResult> HandleAsync(
        string name, HttpContext http, UrlsOptions urls, LinkWriter writer, LinkDeleter deleter, IUnitOfWork<LinksDb> unitOfWork, CancellationToken cancellationToken)
    {
        var (workspace, subject) = (http.GetCallContext().Workspace, http.GetCallContext().Principal!.Subject);
        var fate = http.Request.Query["links"].ToString();
        var target = fate.StartsWith(Move, StringComparison.Ordinal) ? fate[Move.Length..] : null;
        if (fate.Length != 0 && fate != "delete" && target is null)
            return Problems.Of(Problems.Invalid(new Dictionary<string, string[]> { ["links"] = ["must be move:DOMAIN or delete"] }));
        for (var isFirst = true; ; isFirst = false)
        {
            var isAsked = isFirst;
            var (answer, isDone) = await unitOfWork.WriteAsync(
                (context, token) => StepAsync(context, urls, writer, deleter, new Demand(workspace, subject, name, fate, target, isAsked), token), cancellationToken);
            if (isDone)
                return answer.ToResult();
        }
    }

    private sealed record Demand(Guid Workspace, string Subject, string Name, string Fate, string? Target, bool IsFirst);

    private static async Task<(Answer Answer, bool IsDone)> StepAsync(
        WriteContext<LinksDb> context, UrlsOptions urls, LinkWriter writer, LinkDeleter deleter, Demand demand, CancellationToken cancellationToken)
    {
        var domain = await FindDomain.ByNameAsync(context.Db.Domains, urls, demand.Workspace, demand.Name, cancellationToken);
        if (domain is null)
            return (demand.IsFirst ? Answer.Of(FindDomain.NoSuchDomain) : Answer.Empty(StatusCodes.Status204NoContent), true);
        if (domain.Id == WellKnown.DefaultDomainId)
            return (Answer.Of(Default), true);
        var ids = await context.Db.Links.Where(link => link.DomainId == domain.Id).OrderBy(link => link.Number).Take(AtOnce + 1).Select(link => link.Id).ToListAsync(cancellationToken);
        if (ids.Count != 0 && demand.Fate.Length == 0)
            return (Answer.Of(HasLinks), true);
        var target = demand.Target is null ? null : await FindDomain.ByNameAsync(context.Db.Domains, urls, demand.Workspace, demand.Target, cancellationToken);
        if (demand.Target is not null && (target is null || target.Id == domain.Id))
            return (Answer.Of(Problems.Invalid(new Dictionary<string, string[]> { ["links"] = ["must name another registered domain"] })), true);
        foreach (var id in ids.Take(AtOnce))
        {
            var link = (await GetLink.FindAsync(context.Db.Links, demand.Workspace, id, cancellationToken))!;
            if (target is null)
                await deleter.DeleteAsync(context, link, demand.Subject, isReleased: true, cancellationToken);
            else if (target.Id == WellKnown.DefaultDomainId && Slug.ReservedOnAdminHosts.Contains(Slug.FirstSegment(link.Slug)))
                return (Answer.Of(SlugReservedThere(link.Slug)), true);
            else if (!await MoveAsync(context, writer, link, domain, target, demand.Subject, cancellationToken))
                return (Answer.Of(SlugTakenThere(link.Slug)), true);
            await context.SaveAndForgetAsync(target is null ? [domain] : [domain, target], cancellationToken);
        }

        if (ids.Count > AtOnce)
            return (Answer.Empty(StatusCodes.Status204NoContent), false);
        await context.Db.Tombstones.Where(stone => stone.DomainId == domain.Id).ExecuteDeleteAsync(cancellationToken);
        context.Db.Domains.Remove(domain);
        var revision = context.Feed.Remove(LinkFeedKeys.Domain(domain.Id));
        await context.Db.SaveChangesAsync(cancellationToken);
        return (Answer.Empty(StatusCodes.Status204NoContent) with { Revision = Answer.RevisionOf(context, revision) }, true);
    }

    private static async Task<bool> MoveAsync(
        WriteContext<LinksDb> context, LinkWriter writer, Link link, Domain from, Domain to, string subject, CancellationToken cancellationToken)
    {
        var key = LinkWriter.KeyOf(link.Slug, to);
        var taken = await TakenSlugs.AmongAsync(context, link.WorkspaceId, to.Id, [key]);
        if (taken.Keys.Count != 0)
            return false;
        await taken.MakeRoomAsync(context.Db, new HashSet<string> { key }, cancellationToken);
        var before = LinkHistory.Picture(link, from.Name);
        (link.DomainId, link.SlugKey) = (to.Id, key);
        await writer.TouchAsync(context, link, cancellationToken);
        LinkHistory.Add(context, link, subject, before, LinkHistory.Picture(link, to.Name));
        return true;
    }

    private static readonly Problem Default = Problems.Create(StatusCodes.Status409Conflict, "default_domain", "The default domain cannot be deleted: its name is the setting TAUTAN_Urls__Base.");

    private static readonly Problem HasLinks = Problems.Create(
        StatusCodes.Status409Conflict, "domain_has_links", "The domain has links: say with ?links=move:DOMAIN or ?links=delete what becomes of them.");

    private static Problem SlugReservedThere(string slug) => Problems.Create(
        StatusCodes.Status409Conflict, "slug_reserved", $"The slug {slug} belongs to the platform there; the links before it have moved, and this one has stayed.");

    private static Problem SlugTakenThere(string slug) => Problems.Create(
        StatusCodes.Status409Conflict, "slug_taken", $"The slug {slug} is taken there; the links before it have moved, and this one has stayed.");
}
