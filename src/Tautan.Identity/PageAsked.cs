using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Tautan.Identity;

/// <summary>Which part of a list is asked for: <c>limit</c> and <c>cursor</c>, the id of the last one of the part before.</summary>
internal readonly record struct PageAsked(int Limit, Guid? After)
{
    /// <summary>How many where nothing is said.</summary>
    public const int Default = 50;

    private const int Most = 1000;

    public static PageAsked Read(IQueryCollection query, Dictionary<string, string[]> errors)
    {
        var limit = Default;
        if (query["limit"].ToString() is { Length: > 0 } text && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > Most))
            errors["limit"] = [string.Create(CultureInfo.InvariantCulture, $"must be a whole number from 1 to {Most}")];
        Guid? after = null;
        if (query["cursor"].ToString() is { Length: > 0 } cursor)
        {
            if (Guid.TryParse(cursor, out var id))
                after = id;
            else
                errors["cursor"] = ["must be nextCursor of the part before"];
        }

        return new PageAsked(limit, after);
    }
}

internal static class Part
{
    /// <summary>A part of a list, and where the next one begins.</summary>
    /// <param name="items">One more than was asked for, where there is more.</param>
    /// <param name="limit">What was asked for.</param>
    /// <param name="id">What the next part begins after.</param>
    public static (IReadOnlyList<T> Items, string? NextCursor) Of<T>(IReadOnlyList<T> items, int limit, Func<T, Guid> id) =>
        items.Count > limit ? ([.. items.Take(limit)], id(items[limit - 1]).ToString()) : (items, null);
}
