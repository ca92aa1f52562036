using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Tautan.Health.Checks;

/// <summary>What a list of checks is asked for.</summary>
/// <param name="Limit">1 to 1,000.</param>
/// <param name="Before">Only what is older; null: from the newest.</param>
internal sealed record CheckQuery(int Limit, Guid? Before)
{
    private static readonly string[] Known = ["limit", "cursor"];

    public static CheckQuery Read(IQueryCollection query, out Dictionary<string, string[]> errors)
    {
        errors = [];
        foreach (var name in query.Keys.Where(name => !Known.Contains(name)))
            errors[name] = [$"is no parameter of this list ({string.Join(", ", Known)})"];
        var limit = 50;
        if (query["limit"].ToString() is { Length: > 0 } limitText
            && (!int.TryParse(limitText, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > 1000))
            errors["limit"] = ["must be from 1 to 1000"];
        Guid before = default;
        var hasCursor = query["cursor"].ToString() is { Length: > 0 } cursorText
            && (Guid.TryParseExact(cursorText, "N", out before) || Refuse(errors));
        return new CheckQuery(limit, hasCursor ? before : null);
    }

    private static bool Refuse(Dictionary<string, string[]> errors)
    {
        errors["cursor"] = ["must be the nextCursor of an answer to the same list"];
        return false;
    }
}
