using Tautan.Contracts.Health;

namespace Tautan.Health.Overview;

/// <summary>How many are what.</summary>
internal sealed record VerdictCounts(int Up, int Down, int Unknown, int Paused)
{
    public static VerdictCounts Of(IReadOnlyCollection<Verdict> verdicts) => new(
        verdicts.Count(verdict => verdict == Verdict.Up),
        verdicts.Count(verdict => verdict == Verdict.Down),
        verdicts.Count(verdict => verdict == Verdict.Unknown),
        verdicts.Count(verdict => verdict == Verdict.Paused));
}
