using Tautan.Contracts.Health;
using Tautan.Health.Probing;

namespace Tautan.Health.Pages;

/// <summary>Says when a success is none in truth: a page that is not there any more and does not say so by its status.</summary>
internal static class PageDoubt
{
    // Two pages of one site have its menus in common; two of different sites nothing but words of their language.
    private const double Unlike = 0.05;

    /// <summary>Of <see cref="Notes.CanFail"/>; null where nothing is to be doubted.</summary>
    /// <param name="result">What the probe saw.</param>
    /// <param name="baseline">What was there at first; null: nothing is known yet.</param>
    public static string? Of(ProbeResult result, PageBaseline? baseline)
    {
        if (!IsSeen(result)) return null;
        if (result.IsParked) return Notes.Parked;
        if (NotFoundTitles.Says(result.Page?.Title)) return Notes.Soft404;
        if (baseline is null || !Uri.TryCreate(result.Hops[^1].Url, UriKind.Absolute, out var now) || !Uri.TryCreate(baseline.FinalUrl, UriKind.Absolute, out var then)) return null;
        if (HostOf(now) != HostOf(then)) return Notes.Drifted;
        if (IsRoot(now) && !IsRoot(then)) return Notes.Soft404;
        return IsUnlike(result.Page, baseline) ? Notes.Drifted : null;
    }

    /// <summary>Whether a page was seen: a success that is not a wall before it.</summary>
    public static bool IsSeen(ProbeResult result) => result is { Failure: ProbeFailure.None, BotWall: false, Status: >= 200 and <= 299 };

    // A site that moves from its name to www. and that name has not moved.
    private static string HostOf(Uri url) => url.IdnHost.StartsWith("www.", StringComparison.OrdinalIgnoreCase) ? url.IdnHost[4..] : url.IdnHost;

    private static bool IsRoot(Uri url) => url.AbsolutePath is "/" && url.Query.Length == 0;

    private static bool IsUnlike(PageSight? page, PageBaseline baseline) =>
        page is not null && page.Title != baseline.Title && page.Sketch.Likeness(baseline.Sketch) < Unlike;
}
