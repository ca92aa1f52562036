namespace Tautan.Health.Scheduling;

/// <summary>
/// How far apart the probes of a URL really are, where more is asked of a host, or of this machine, than politeness and time allow.
/// A probe that begins late and still once an interval is as often as asked.
/// </summary>
internal static class EffectiveInterval
{
    // What is nearer than that to what was said before is not worth a row.
    private const double Near = 0.1;

    /// <param name="before">What was said last; null: nothing.</param>
    /// <param name="interval">What is asked for.</param>
    /// <param name="previous">When the probe before began; null: not known.</param>
    /// <param name="start">When this one began.</param>
    /// <returns>In whole seconds.</returns>
    public static TimeSpan Of(TimeSpan? before, TimeSpan interval, DateTimeOffset? previous, DateTimeOffset start)
    {
        var said = before > interval ? before.Value : interval;
        if (start - previous is not { } apart) return said;

        // Retries and checks that somebody asks for say nothing of it.
        if (apart < interval * (1 - Near)) return said;
        if (apart <= interval * (1 + Near)) return interval;
        return (apart - said).Duration() <= said * Near ? said : TimeSpan.FromSeconds(Math.Round(apart.TotalSeconds));
    }
}
