namespace Tautan.Commands.Output;

/// <summary>How the words of verdicts and of readiness are to be taken.</summary>
internal static class Tones
{
    public static Tone Of(string? word) => word switch
    {
        "up" or "ready" or "live" => Tone.Good,
        "down" or "failing" => Tone.Bad,
        "unknown" or "degraded" or "held" or "stale" => Tone.Doubtful,
        "paused" => Tone.Quiet,
        _ => Tone.Neutral,
    };
}
