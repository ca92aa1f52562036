using Microsoft.EntityFrameworkCore;
using Tautan.Links.Reading;
using Tautan.Links.Writing;
using Tautan.Platform.Persistence;

namespace Tautan.Links.Pages;

/// <summary>Which pages are to be fetched, and what came of it. A page touches no link: neither its revision nor when it was last changed.</summary>
internal sealed class PageStore(IUnitOfWork<LinksDb> unitOfWork)
{
    /// <summary>When a page that was asked for and is not there yet was fetched.</summary>
    public static readonly DateTimeOffset Never = DateTimeOffset.UnixEpoch;

    /// <summary>Takes some links that no process has taken yet, in the order of their making, and those whose destination has changed.</summary>
    /// <param name="most">How many.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<List<PageJob>> TakeAsync(int most, CancellationToken cancellationToken) => unitOfWork.WriteAsync(
        async (context, token) =>
        {
            var mark = await context.Db.PageMarks.SingleOrDefaultAsync(token) ?? context.Db.PageMarks.Add(new PageMark()).Entity;
            var seen = mark.Number;
            var fresh = await context.Db.Links.AsNoTracking().Where(link => link.Number > seen).OrderBy(link => link.Number).Take(most)
                .Select(link => new { link.Number, link.Health.Enabled, link.WorkspaceId })
                .ToListAsync(token);
            foreach (var link in fresh.Where(link => link.Enabled))
            {
                if (!await context.Db.Pages.AnyAsync(page => page.LinkNumber == link.Number, token))
                    context.Db.Pages.Add(new LinkPage { LinkNumber = link.Number, WorkspaceId = link.WorkspaceId, FetchedAt = Never });
            }

            if (fresh.Count != 0)
                mark.Number = fresh[^1].Number;
            await context.Db.SaveChangesAsync(token);
            return await JobsAsync(context.Db, most, token);
        },
        cancellationToken);

    /// <summary>The job of one link.</summary>
    public static Task<PageJob?> JobAsync(LinksDb db, long number, CancellationToken cancellationToken) => db.Destinations
        .Where(destination => destination.LinkNumber == number && destination.Route == 0 && destination.Position == 0)
        .Join(db.Links, destination => destination.LinkNumber, link => link.Number, (destination, link) => new PageJob(
            link.Number, link.WorkspaceId, destination.Url, link.Utm, destination.Origin!.Host, link.Health.IgnoreTlsErrors))
        .SingleOrDefaultAsync(cancellationToken);

    /// <summary>Keeps what was fetched, where the link still leads there.</summary>
    public Task<bool> SaveAsync(PageJob job, LinkPage page, CancellationToken cancellationToken) => unitOfWork.WriteAsync(
        async (context, token) =>
        {
            var link = await context.Db.Links.Where(row => row.Number == job.Number).Select(row => new { row.Id, row.WorkspaceId }).SingleOrDefaultAsync(token);
            if (link is null || await GetLink.FindAsync(context.Db.Links, link.WorkspaceId, link.Id, token) is not { } found
                || found.Destinations.Find(destination => destination is { Route: 0, Position: 0 })?.Url != job.Url)
            {
                return false;
            }

            found.Page ??= context.Db.Pages.Add(new LinkPage { LinkNumber = job.Number, WorkspaceId = job.Workspace }).Entity;
            (found.Page.Title, found.Page.Description, found.Page.FaviconUrl, found.Page.ImageUrl, found.Page.FetchedAt, found.Page.Error) =
                (page.Title, page.Description, page.FaviconUrl, page.ImageUrl, page.FetchedAt, page.Error);
            await context.Db.SaveChangesAsync(token);
            await LinkStatements.Of(context).IndexAsync(found);
            return true;
        },
        cancellationToken);

    private static Task<List<PageJob>> JobsAsync(LinksDb db, int most, CancellationToken cancellationToken) => db.Pages
        .Where(page => page.FetchedAt == Never)
        .Join(db.Links, page => page.LinkNumber, link => link.Number, (_, link) => link)
        .Where(link => link.Health.Enabled)
        .OrderBy(link => link.Number)
        .Take(most)
        .Join(db.Destinations.Where(destination => destination.Route == 0 && destination.Position == 0), link => link.Number, destination => destination.LinkNumber, (link, destination) => new PageJob(
            link.Number, link.WorkspaceId, destination.Url, link.Utm, destination.Origin!.Host, link.Health.IgnoreTlsErrors))
        .ToListAsync(cancellationToken);
}
