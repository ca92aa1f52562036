using Tautan.Contracts.Health;

namespace Tautan.Health.Verdicts;

/// <summary>All that is remembered of an origin. Immutable; <see cref="OriginMachine"/> makes the next one.</summary>
internal sealed record OriginState
{
    public static readonly OriginState Unknown = new();

    /// <summary>Unknown until it was down once: an origin without an entry in the feed is not down.</summary>
    public Verdict Verdict { get; init; }

    /// <summary>Of <c>Reasons</c>; null where there is none.</summary>
    public string? Reason { get; init; }

    /// <summary>Of <c>Notes</c>; null where there is none.</summary>
    public string? Note { get; init; }

    /// <summary>By the clock on the wall.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Failures in a row from any of its URLs; at most 3.</summary>
    public int Failures { get; init; }

    /// <summary>The first of them. Steady.</summary>
    public DateTimeOffset? FirstFailureAt { get; init; }

    /// <summary>When the probe began that was the first of them. Steady; not written, so null after a restart.</summary>
    public DateTimeOffset? FirstFailureBeganAt { get; init; }

    /// <summary>The last of them. Steady.</summary>
    public DateTimeOffset? LastFailureAt { get; init; }

    public string? FailingReason { get; init; }

    /// <summary>Answers in a row; at most 2.</summary>
    public int Successes { get; init; }

    /// <summary>When the unbroken success began. Steady.</summary>
    public DateTimeOffset? SucceedingSince { get; init; }

    /// <summary>When it was last announced up after it had been down. Steady.</summary>
    public DateTimeOffset? UpSince { get; init; }

    /// <summary>The last times it failed back. Steady.</summary>
    public IReadOnlyList<DateTimeOffset> Failbacks { get; init; } = [];

    public bool Flapping { get; init; }

    public long Version { get; init; }

    public bool IsDown => Verdict == Verdict.Down;
}
