using Tautan.Commands.Check.Addresses;
using Tautan.Commands.Check.Checking;
using Tautan.Commands.Check.Documents;
using Tautan.Commands.Check.Inputs;

namespace Tautan.Commands.Check.Pages;

/// <summary>Reads the pages and sitemaps that the user gave. What a probe saw whole is not asked for again.</summary>
internal sealed class GivenPages(Checker checker, Lazy<PageFetcher> fetcher, CheckSettings settings, Missed missed)
{
    /// <summary>The documents of the URLs, in their order, and after an index of sitemaps those sitemaps.</summary>
    /// <param name="given">The URLs.</param>
    /// <param name="done">Told of each item that has become known, by several at once.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<List<InputDocument>> ReadAsync(IReadOnlyList<GivenUrl> given, Action<CheckItem> done, CancellationToken cancellationToken)
    {
        var targets = given.Select(one => one.Target).OfType<WebTarget>().Distinct().ToList();
        targets.ForEach(target => target.IsPage = true);
        await checker.RunAsync(targets, done, cancellationToken);

        var read = new List<InputDocument>[given.Count];
        var atOnce = new ParallelOptions { MaxDegreeOfParallelism = Math.Min(HostLane.AtOnce, settings.Concurrency), CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, given.Count, atOnce, async (i, cancelled) => read[i] = await ReadAsync(given[i], cancelled));
        return [.. read.SelectMany(documents => documents)];
    }

    private async Task<List<InputDocument>> ReadAsync(GivenUrl given, CancellationToken cancellationToken)
    {
        var (url, target) = given;

        // That it is broken is told already.
        if (target?.Items.Exists(item => item.Outcome is { IsUp: false }) == true) return [];
        if (target?.Seen is { Document: { } whole } seen) return [new InputDocument(new DocumentPlace(url, null, new Uri(seen.Result.Hops[^1].Url)), whole)];

        if (await FetchAsync(url, null, cancellationToken) is not { } document) return [];
        var documents = new List<InputDocument> { document };
        foreach (var sitemap in document.Document.Sitemaps.Distinct(StringComparer.Ordinal))
        {
            // Only an index names sitemaps, and none of them may be an index again (sitemaps.org): there is no circle.
            if (settings.Filter.Excludes(sitemap)) continue;
            if (await FetchAsync(sitemap, DocumentKind.Sitemap, cancellationToken) is { } nested) documents.Add(nested);
        }

        return documents;
    }

    private async Task<InputDocument?> FetchAsync(string url, DocumentKind? expected, CancellationToken cancellationToken)
    {
        var page = await fetcher.Value.FetchAsync(url, expected, cancellationToken);
        if (page.Problem is { } problem) missed.Add(url, problem);
        return page.Document;
    }
}
