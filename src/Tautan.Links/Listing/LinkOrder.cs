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
            LinkSort.Slug => last.SlugKey,
            LinkSort.Title => last.Title,
            LinkSort.UpdatedAt => last.UpdatedAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
            _ => last.CreatedAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
        },
        last.Number).ToString();

    private static IQueryable<Link> ByCreatedAt(IQueryable<Link> links, ListQuery query)
    {
        if (Instant(query) is var (at, number))
        {
            links = query.IsDescending
                ? links.Where(link => link.CreatedAt < at || (link.CreatedAt == at && link.Number < number))
                : links.Where(link => link.CreatedAt > at || (link.CreatedAt == at && link.Number > number));
        }

        return query.IsDescending
            ? links.OrderByDescending(link => link.CreatedAt).ThenByDescending(link => link.Number)
            : links.OrderBy(link => link.CreatedAt).ThenBy(link => link.Number);
    }

    private static IQueryable<Link> ByUpdatedAt(IQueryable<Link> links, ListQuery query)
    {
        if (Instant(query) is var (at, number))
        {
            links = query.IsDescending
                ? links.Where(link => link.UpdatedAt < at || (link.UpdatedAt == at && link.Number < number))
                : links.Where(link => link.UpdatedAt > at || (link.UpdatedAt == at && link.Number > number));
        }

        return query.IsDescending
            ? links.OrderByDescending(link => link.UpdatedAt).ThenByDescending(link => link.Number)
            : links.OrderBy(link => link.UpdatedAt).ThenBy(link => link.Number);
    }

    private static IQueryable<Link> BySlug(IQueryable<Link> links, ListQuery query)
    {
        if (query.Cursor is { Value: var slug, Number: var number })
        {
            links = query.IsDescending
                ? links.Where(link => string.Compare(link.SlugKey, slug) < 0 || (link.SlugKey == slug && link.Number < number))
                : links.Where(link => string.Compare(link.SlugKey, slug) > 0 || (link.SlugKey == slug && link.Number > number));
        }

        return query.IsDescending
            ? links.OrderByDescending(link => link.SlugKey).ThenByDescending(link => link.Number)
            : links.OrderBy(link => link.SlugKey).ThenBy(link => link.Number);
    }

    private static IQueryable<Link> ByTitle(IQueryable<Link> links, ListQuery query)
    {
        if (query.Cursor is { Value: var title, Number: var number })
        {
            links = query.IsDescending
                ? links.Where(link => string.Compare(link.Title, title) < 0 || (link.Title == title && link.Number < number))
                : links.Where(link => string.Compare(link.Title, title) > 0 || (link.Title == title && link.Number > number));
        }

        return query.IsDescending
            ? links.OrderByDescending(link => link.Title).ThenByDescending(link => link.Number)
            : links.OrderBy(link => link.Title).ThenBy(link => link.Number);
    }

    private static (DateTimeOffset At, long Number)? Instant(ListQuery query) =>
        query.Cursor is { } cursor && LinkCursor.Instant(cursor.Value) is { } at ? (at, cursor.Number) : null;
}
