using Tautan.Health.Probing;

namespace Tautan.Health.Pages;

/// <summary>What was there when a URL first answered well: what it is compared with from then on.</summary>
/// <param name="At">When. By the clock on the wall.</param>
/// <param name="FinalUrl">Where it led.</param>
/// <param name="Title">Of the page; null where it had none, or was no HTML.</param>
/// <param name="Sketch">Of its text; empty where it was no HTML.</param>
internal sealed record PageBaseline(DateTimeOffset At, string FinalUrl, string? Title, TextSketch Sketch)
{
    /// <summary>What a probe saw, where that is fit to be compared with: a success that nobody doubts.</summary>
    public static PageBaseline? Of(ProbeResult result, string? doubt) =>
        PageDoubt.IsSeen(result) && doubt is null
            ? new PageBaseline(result.At, result.Hops[^1].Url, result.Page?.Title, result.Page?.Sketch ?? TextSketch.Empty)
            : null;
}
