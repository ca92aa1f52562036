using Tautan.Contracts.Health;

namespace Tautan.Health.Verdicts;

internal static class Words
{
    /// <summary>As it is written in JSON and in metrics.</summary>
    public static string ToWord(this Verdict verdict) => verdict switch
    {
        Verdict.Up => "up",
        Verdict.Down => "down",
        Verdict.Paused => "paused",
        _ => "unknown",
    };
}
