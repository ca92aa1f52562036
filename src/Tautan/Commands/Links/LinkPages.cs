using System.Runtime.CompilerServices;
using System.Text.Json;
using Tautan.Commands.Client;

namespace Tautan.Commands.Links;

/// <summary>Walks <c>GET /api/v1/links</c> page by page.</summary>
internal static class LinkPages
{
    /// <summary>The most that the server gives at once.</summary>
    public const int LargestPage = 1000;

    /// <param name="api">The server.</param>
    /// <param name="query">The filters, as name and value; what is null is left out.</param>
    /// <param name="limit">How many links at most; null: all.</param>
    /// <param name="cursor">Where to go on; null: at the start.</param>
    /// <param name="cancellation">Stops.</param>
    public static async IAsyncEnumerable<LinkPage> ReadAsync(
        ApiClient api,
        IReadOnlyList<(string Name, string? Value)> query,
        int? limit,
        string? cursor,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var left = limit ?? long.MaxValue;
        while (true)
        {
            var size = Math.Min(left, LargestPage);
            var page = await api.GetAsync(Path([.. query, ("limit", $"{size}"), ("cursor", cursor)]), cancellation);
            if (page.Member("items") is not { ValueKind: JsonValueKind.Array } items)
                throw new CommandFailure(ExitCodes.Failed, $"{api.Server.Text} answered with no list of links; is it a Tautan server? ({api.Server.Source})");

            var next = page.Text("nextCursor");
            yield return new LinkPage([.. items.EnumerateArray()], next);
            left -= items.GetArrayLength();
            if (next is null || left <= 0)
                yield break;
            if (next == cursor)
                throw new CommandFailure(ExitCodes.Failed, $"{api.Server.Text} repeats a page; the list is not whole");
            cursor = next;
        }
    }

    private static string Path(IEnumerable<(string Name, string? Value)> query) =>
        "api/v1/links?" + string.Join('&', query.Where(q => q.Value is not null).Select(q => $"{q.Name}={Uri.EscapeDataString(q.Value!)}"));
}

/// <param name="Links">The links of the page.</param>
/// <param name="Next">The cursor of the page after it; null: there is none.</param>
internal sealed record LinkPage(IReadOnlyList<JsonElement> Links, string? Next);
