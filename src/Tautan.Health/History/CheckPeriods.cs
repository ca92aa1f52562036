namespace Tautan.Health.History;

/// <summary>The periods in which checks are stored and go: six hours each. A run of checks does not reach over the end of its own.</summary>
internal static class CheckPeriods
{
    private const long Seconds = 6 * 3600;

    /// <summary>How long checks are kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(48);

    public static int Of(DateTimeOffset at) => (int)(at.ToUnixTimeSeconds() / Seconds);

    /// <summary>By the id of a run, which says when it began.</summary>
    public static int Of(Guid id) => Of(CheckRun.MadeAt(id));

    /// <summary>The first period of which something is kept.</summary>
    public static int OldestAt(DateTimeOffset now) => Of(now - Kept);
}
