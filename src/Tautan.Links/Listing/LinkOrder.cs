using System.Globalization;

namespace Tautan.Links.Listing;

/// <summary>The order of a list, and the place in it where a page begins.</summary>
internal static class LinkOrder
{
    public static IQueryable<Link> Apply(IQueryable<Link> links, ListQuery query) => query.Sort switch
    {
        LinkSort.Slug => BySlug(links, query),
        LinkSort.Title => ByTitle(links, query),
        LinkSort.UpdatedAt => ByUpdatedAt(links, query),
        _ => ByCreatedAt(links, query),
    };

    public static string CursorAfter(Link last, ListQuery query) => new LinkCursor(
        query.SortText,
        query.Sort switch
        {
            LinkSort.Slug => last.Slug,
            LinkSort.Title => last.Title,
            LinkSort.UpdatedAt => last.UpdatedAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
            _ => last.CreatedAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
        },
        last.Id).ToString();

    private static IQueryable<Link> ByCreatedAt(IQueryable<Link> links, ListQuery query)
    {
        if (Instant(query) is var (at, id))
        {
            links = query.IsDescending
                ? links.Where(link => link.CreatedAt < at || (link.CreatedAt == at && link.Id < id))
                : links.Where(link => link.CreatedAt > at || (link.CreatedAt == at && link.Id > id));
        }

        return query.IsDescending
            ? links.OrderByDescending(link => link.CreatedAt).ThenByDescending(link => link.Id)
            : links.OrderBy(link => link.CreatedAt).ThenBy(link => link.Id);
    }

    private static IQueryable<Link> ByUpdatedAt(IQueryable<Link> links, ListQuery query)
    {
        if (Instant(query) is var (at, id))
        {
            links = query.IsDescending
                ? links.Where(link => link.UpdatedAt < at || (link.UpdatedAt == at && link.Id < id))
                : links.Where(link => link.UpdatedAt > at || (link.UpdatedAt == at && link.Id > id));
        }

        return query.IsDescending
            ? links.OrderByDescending(link => link.UpdatedAt).ThenByDescending(link => link.Id)
            : links.OrderBy(link => link.UpdatedAt).ThenBy(link => link.Id);
    }

    private static IQueryable<Link> BySlug(IQueryable<Link> links, ListQuery query)
    {
        if (query.Cursor is { Value: var slug, Id: var id })
        {
            links = query.IsDescending
                ? links.Where(link => string.Compare(link.Slug, slug) < 0 || (link.Slug == slug && link.Id < id))
                : links.Where(link => string.Compare(link.Slug, slug) > 0 || (link.Slug == slug && link.Id > id));
        }

        return query.IsDescending
            ? links.OrderByDescending(link => link.Slug).ThenByDescending(link => link.Id)
            : links.OrderBy(link => link.Slug).ThenBy(link => link.Id);
    }

    private static IQueryable<Link> ByTitle(IQueryable<Link> links, ListQuery query)
    {
        if (query.Cursor is { Value: var title, Id: var id })
        {
            links = query.IsDescending
                ? links.Where(link => string.Compare(link.Title, title) < 0 || (link.Title == title && link.Id < id))
                : links.Where(link => string.Compare(link.Title, title) > 0 || (link.Title == title && link.Id > id));
        }

        return query.IsDescending
            ? links.OrderByDescending(link => link.Title).ThenByDescending(link => link.Id)
            : links.OrderBy(link => link.Title).ThenBy(link => link.Id);
    }

    private static (DateTimeOffset At, Guid Id)? Instant(ListQuery query) =>
        query.Cursor is { } cursor && LinkCursor.Instant(cursor.Value) is { } at ? (at, cursor.Id) : null;
}
