namespace Tautan.Health.Verdicts;

/// <summary>What failed back twice within an hour and fails again stays down until 10 minutes of unbroken success.</summary>
internal static class Flap
{
    public static readonly TimeSpan Window = TimeSpan.FromHours(1);
    public static readonly TimeSpan Quiet = TimeSpan.FromMinutes(10);
    private const int Failbacks = 2;

    /// <summary>Whether failing now makes it flap.</summary>
    /// <param name="failbacks">When it failed back.</param>
    /// <param name="now">Steady.</param>
    public static bool Is(IReadOnlyList<DateTimeOffset> failbacks, DateTimeOffset now) =>
        failbacks.Count(at => now - at <= Window) >= Failbacks;

    /// <summary>The failbacks that can still matter, with one more.</summary>
    public static IReadOnlyList<DateTimeOffset> With(IReadOnlyList<DateTimeOffset> failbacks, DateTimeOffset now) =>
        [.. failbacks.TakeLast(Failbacks - 1), now];
}
