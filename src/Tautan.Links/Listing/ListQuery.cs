using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Tautan.Links.Listing;

internal enum LinkSort
{
    CreatedAt,
    UpdatedAt,
    Slug,
    Title,
}

/// <summary>What a list is asked for: which links, in which order, and which page of them.</summary>
internal sealed record ListQuery
{
    private static readonly string[] Known = [.. LinkCriteria.Names, "sort", "limit", "cursor", "count"];

    public required LinkCriteria Criteria { get; init; }

    public LinkSort Sort { get; init; } = LinkSort.CreatedAt;

    public bool IsDescending { get; init; } = true;

    /// <summary>1 to 1,000.</summary>
    public int Limit { get; init; } = 50;

    public LinkCursor? Cursor { get; init; }

    /// <summary>How many there are is to be told.</summary>
    public bool Count { get; init; }

    public static ListQuery Read(IQueryCollection query, out Dictionary<string, string[]> errors)
    {
        var found = new Dictionary<string, string[]>();
        foreach (var name in query.Keys.Where(name => !Known.Contains(name)))
            found[name] = [$"is no parameter of this list ({string.Join(", ", Known)})"];

        var sortText = query["sort"].ToString() is { Length: > 0 } given ? given : "-createdAt";
        var isDescending = sortText.StartsWith('-');
        var sort = Sorts(isDescending ? sortText[1..] : sortText);
        if (sort is null)
            found["sort"] = ["must be createdAt, updatedAt, slug or title, with - before it for descending"];
        var result = new ListQuery
        {
            Criteria = LinkCriteria.Read(name => query[name], found),
            Sort = sort ?? LinkSort.CreatedAt,
            IsDescending = isDescending,
            Limit = LimitOf(query["limit"], found),
            Count = CriteriaReading.BoolOf(query["count"], "count", found) ?? false,
        };
        if (query["cursor"].ToString() is { Length: > 0 } text)
        {
            result = result with { Cursor = LinkCursor.Read(text, sortText) };
            if (result.Cursor is null)
                found["cursor"] = ["must be the nextCursor of an answer to the same list, in the same order"];
        }

        errors = found;
        return result;
    }

    public string SortText => (IsDescending ? "-" : "") + Sort switch
    {
        LinkSort.CreatedAt => "createdAt",
        LinkSort.UpdatedAt => "updatedAt",
        LinkSort.Slug => "slug",
        _ => "title",
    };

    private static LinkSort? Sorts(string text) => text switch
    {
        "createdAt" => LinkSort.CreatedAt,
        "updatedAt" => LinkSort.UpdatedAt,
        "slug" => LinkSort.Slug,
        "title" => LinkSort.Title,
        _ => null,
    };

    private static int LimitOf(StringValues given, Dictionary<string, string[]> errors)
    {
        if (given.ToString() is not { Length: > 0 } text)
            return 50;
        if (text.All(char.IsAsciiDigit) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= 1000)
            return limit;
        errors["limit"] = ["must be from 1 to 1000"];
        return 50;
    }
}
