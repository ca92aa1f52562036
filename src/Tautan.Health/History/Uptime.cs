using Tautan.Contracts.Health;

namespace Tautan.Health.History;

/// <summary>How much of a window a destination was up: by time in verdict, not by counts of probes.</summary>
/// <param name="Ratio">0 to 1, of the time in which it was up or down; null where it was neither for all of the window.</param>
/// <param name="Observed">How much of the window it was up or down; 0 to 1.</param>
internal sealed record Uptime(double? Ratio, double Observed)
{
    /// <summary>The windows that are told.</summary>
    public static readonly IReadOnlyList<(string Name, TimeSpan Length)> Windows =
        [("24h", TimeSpan.FromHours(24)), ("7d", TimeSpan.FromDays(7)), ("30d", TimeSpan.FromDays(30)), ("90d", TimeSpan.FromDays(90))];

    public static readonly TimeSpan Longest = Windows[^1].Length;

    /// <summary>Adds up a window.</summary>
    /// <param name="target">Its verdicts, in order; the first may be from before the window.</param>
    /// <param name="origin">Those of its origin, likewise.</param>
    /// <param name="from">The window's start.</param>
    /// <param name="to">The window's end.</param>
    public static Uptime Of(IReadOnlyList<VerdictSpan> target, IReadOnlyList<VerdictSpan> origin, DateTimeOffset from, DateTimeOffset to)
    {
        var up = 0L;
        var down = 0L;
        var edges = target.Concat(origin).Select(span => span.At).Where(at => at > from && at < to).Append(from).Append(to).Distinct().Order().ToList();
        for (var i = 0; i + 1 < edges.Count; i++)
        {
            var length = (edges[i + 1] - edges[i]).Ticks;
            switch (Combined(At(target, edges[i]), At(origin, edges[i])))
            {
                case Verdict.Up:
                    up += length;
                    break;
                case Verdict.Down:
                    down += length;
                    break;
            }
        }

        var observed = up + down;
        return new Uptime(observed == 0 ? null : Math.Round((double)up / observed, 6), Math.Round((double)observed / Math.Max(1, (to - from).Ticks), 6));
    }

    private static Verdict Combined(Verdict target, Verdict origin) =>
        target != Verdict.Paused && origin == Verdict.Down ? Verdict.Down : target;

    private static Verdict At(IReadOnlyList<VerdictSpan> spans, DateTimeOffset at)
    {
        var verdict = Verdict.Unknown;
        foreach (var span in spans)
        {
            if (span.At > at) break;
            verdict = span.Verdict;
        }

        return verdict;
    }
}
