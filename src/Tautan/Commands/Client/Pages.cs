using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Tautan.Commands.Client;

/// <summary>Walks a list page by page.</summary>
internal static class Pages
{
    /// <summary>The most that the server gives at once.</summary>
    public const int LargestPage = 1000;

    /// <param name="api">The server.</param>
    /// <param name="path">The list.</param>
    /// <param name="query">The filters, as name and value; what is null is left out.</param>
    /// <param name="limit">How many at most; null: all.</param>
    /// <param name="cursor">Where to go on; null: at the start.</param>
    /// <param name="cancellation">Stops.</param>
    public static async IAsyncEnumerable<Page> ReadAsync(
        ApiClient api,
        string path,
        IReadOnlyList<(string Name, string? Value)> query,
        int? limit,
        string? cursor,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var left = limit ?? long.MaxValue;
        while (true)
        {
            var size = Math.Min(left, LargestPage);
            var page = await api.GetAsync(ApiPaths.WithQuery(path, [.. query, ("limit", $"{size}"), ("cursor", cursor)]), cancellation);
            if (page.Member("items") is not { ValueKind: JsonValueKind.Array } items)
                throw new CommandFailure(ExitCodes.Failed, $"{api.Server.Text} answered with no list; is it a Tautan server? ({api.Server.Source})");

            var next = page.Text("nextCursor");
            yield return new Page([.. items.EnumerateArray()], next);
            left -= items.GetArrayLength();
            if (next is null || left <= 0)
                yield break;
            if (next == cursor)
                throw new CommandFailure(ExitCodes.Failed, $"{api.Server.Text} repeats a page; the list is not whole");
            cursor = next;
        }
    }

    /// <summary>All of it at once: for lists that are short by nature.</summary>
    public static async Task<List<JsonElement>> AllAsync(ApiClient api, string path, IReadOnlyList<(string Name, string? Value)> query, CancellationToken cancellation)
    {
        var all = new List<JsonElement>();
        await foreach (var page in ReadAsync(api, path, query, null, null, cancellation))
            all.AddRange(page.Items);
        return all;
    }
}

/// <param name="Items">What the page holds.</param>
/// <param name="Next">The cursor of the page after it; null: there is none.</param>
internal sealed record Page(IReadOnlyList<JsonElement> Items, string? Next);
