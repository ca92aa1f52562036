using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Tautan.Contracts.Health;
using Tautan.Platform.Hosting;

namespace Tautan.Links.Listing;

internal enum LinkSort
{
    CreatedAt,
    UpdatedAt,
    Slug,
    Title,
}

/// <summary>What a list is asked for.</summary>
internal sealed record ListQuery
{
    private static readonly string[] Known = ["search", "tag", "verdict", "failedOver", "domain", "sort", "limit", "cursor"];

    public string? Search { get; init; }

    public string? Tag { get; init; }

    public Verdict? Verdict { get; init; }

    public bool? FailedOver { get; init; }

    public LinkSort Sort { get; init; } = LinkSort.CreatedAt;

    public bool IsDescending { get; init; } = true;

    /// <summary>1 to 1,000.</summary>
    public int Limit { get; init; } = 50;

    public LinkCursor? Cursor { get; init; }

    public static ListQuery Read(IQueryCollection query, IServiceProvider services, out Dictionary<string, string[]> errors)
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
            Search = Text(query["search"]),
            Tag = Text(query["tag"]),
            Verdict = VerdictOf(Text(query["verdict"]), found),
            FailedOver = BoolOf(Text(query["failedOver"]), found),
            Sort = sort ?? LinkSort.CreatedAt,
            IsDescending = isDescending,
            Limit = LimitOf(Text(query["limit"]), found),
        };
        if (Text(query["domain"]) is { } domain && !domain.Equals(services.GetRequiredService<UrlsOptions>().BaseUri().Authority, StringComparison.OrdinalIgnoreCase))
            found["domain"] = ["must be a registered domain"];
        if (result.Search is { Length: > 200 })
            found["search"] = ["must have at most 200 characters"];
        if (Text(query["cursor"]) is { } text)
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

    // PostgreSQL has no NUL in a text; no link has one either.
    private static string? Text(string? text) => string.IsNullOrEmpty(text) ? null : text.Replace("\0", "\uFFFD", StringComparison.Ordinal);

    private static Verdict? VerdictOf(string? text, Dictionary<string, string[]> errors)
    {
        switch (text)
        {
            case null: return null;
            case "up": return Contracts.Health.Verdict.Up;
            case "down": return Contracts.Health.Verdict.Down;
            case "unknown": return Contracts.Health.Verdict.Unknown;
            case "paused": return Contracts.Health.Verdict.Paused;
            default:
                errors["verdict"] = ["must be up, down, unknown or paused"];
                return null;
        }
    }

    private static bool? BoolOf(string? text, Dictionary<string, string[]> errors)
    {
        switch (text)
        {
            case null: return null;
            case "true": return true;
            case "false": return false;
            default:
                errors["failedOver"] = ["must be true or false"];
                return null;
        }
    }

    private static int LimitOf(string? text, Dictionary<string, string[]> errors)
    {
        if (text is null)
            return 50;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= 1000)
            return limit;
        errors["limit"] = ["must be from 1 to 1000"];
        return 50;
    }
}
