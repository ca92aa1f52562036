using System.Text;
using Microsoft.EntityFrameworkCore;
using Tautan.Links.Listing;

namespace Tautan.Links.Searching;

/// <summary>
/// What links are searched by: slug, title, tags and destinations in lower case, a line each, in a table of each database's own kind.
/// SQLite has the trigrams of it in FTS5, without the text; PostgreSQL the text, with an index of its trigrams (pg_trgm). What the index
/// finds is looked at once more in the rows themselves.
/// </summary>
internal static class SearchIndex
{
    /// <summary>Texts shorter than this have no trigram: they are looked for row by row.</summary>
    public const int Shortest = 3;

    public static string TextOf(Link link)
    {
        var text = new StringBuilder(256).Append(link.Slug).Append('\n').Append(link.Title.Length != 0 ? link.Title : link.Page?.Title);
        foreach (var tag in link.Tags)
            text.Append('\n').Append(tag.Tag);
        foreach (var destination in link.Destinations)
            text.Append('\n').Append(destination.Url);
        return text.ToString().ToLowerInvariant();
    }

    public static bool IsLongEnough(string search) => search.EnumerateRunes().Skip(Shortest - 1).Any();

    /// <summary>The numbers of the links in whose text this may be: all that have it, and on SQLite perhaps more.</summary>
    /// <param name="db">The database.</param>
    /// <param name="workspace">Whose links.</param>
    /// <param name="lowered">In lower case, long enough.</param>
    // CROSS: SQLite would else ask the index for each link there is.
    public static IQueryable<long> Find(LinksDb db, Guid workspace, string lowered) => db.Database.IsSqlite()
        ? db.Database.SqlQuery<long>($"SELECT link_search.rowid AS Value FROM link_search CROSS JOIN links AS l ON l.number = link_search.rowid WHERE link_search MATCH {Match(lowered)} AND l.workspace_id = {workspace.ToByteArray(bigEndian: true)}")
        : db.Database.SqlQuery<long>($"SELECT s.link_number AS \"Value\" FROM link_search AS s JOIN links AS l ON l.number = s.link_number WHERE s.text LIKE {"%" + LinkFilters.Escape(lowered) + "%"} AND l.workspace_id = {workspace}");

    // A question to FTS5: all trigrams of a text.
    private static string Match(string lowered)
    {
        var runes = lowered.EnumerateRunes().ToArray();
        var trigrams = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i + Shortest <= runes.Length; i++)
            trigrams.Add(string.Concat(runes[i], runes[i + 1], runes[i + 2]));
        return string.Join(" AND ", trigrams.Select(trigram => $"\"{trigram.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
    }
}
