using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Tautan.Health.Events;

/// <summary>What events are asked for with.</summary>
/// <param name="Limit">1 to 1,000.</param>
/// <param name="Before">Only older ones; null: from the newest.</param>
/// <param name="Kind">Of <see cref="EventKinds"/>; null: all.</param>
/// <param name="Link">The id of a link; null: all.</param>
internal sealed record EventQuery(int Limit, long? Before, string? Kind, string? Link)
{
    private static readonly string[] OfList = ["limit", "cursor", "kind", "link"];
    private static readonly string[] OfStream = ["kind", "link"];

    public static EventQuery Read(IQueryCollection query, bool isStream, out Dictionary<string, string[]> errors)
    {
        errors = [];
        var known = isStream ? OfStream : OfList;
        foreach (var name in query.Keys.Where(name => !known.Contains(name)))
            errors[name] = [$"is no parameter here ({string.Join(", ", known)})"];
        var limit = 50;
        if (!isStream && Text(query, "limit") is { } limitText
            && (!int.TryParse(limitText, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > 1000))
            errors["limit"] = ["must be from 1 to 1000"];
        var before = 0L;
        var hasCursor = !isStream && Text(query, "cursor") is not null;
        if (hasCursor && (!long.TryParse(Text(query, "cursor"), NumberStyles.None, CultureInfo.InvariantCulture, out before) || before < 1))
            errors["cursor"] = ["must be the nextCursor of an answer to the same list"];
        var kind = Text(query, "kind");
        if (kind is not null && !EventKinds.All.Contains(kind))
            errors["kind"] = [$"must be one of {string.Join(", ", EventKinds.All)}"];
        var link = Text(query, "link");
        if (link is not null && !Guid.TryParse(link, out _))
            errors["link"] = ["must be the id of a link"];
        return new EventQuery(limit, hasCursor ? before : null, kind, link);
    }

    private static string? Text(IQueryCollection query, string name) => query[name].ToString() is { Length: > 0 } text ? text : null;
}
