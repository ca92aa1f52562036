using Tautan.Contracts.Health;

namespace Tautan.Health.Verdicts;

/// <summary>All that is remembered of a target. Immutable; <see cref="TargetMachine"/> makes the next one.</summary>
internal sealed record TargetState
{
    public static readonly TargetState Unknown = new() { Reason = Reasons.NotProbed };

    public Verdict Verdict { get; init; }

    /// <summary>Of <c>Reasons</c>; null where there is none.</summary>
    public string? Reason { get; init; }

    /// <summary>Of <c>Notes</c>, as far as it is announced; null where there is none.</summary>
    public string? Note { get; init; }

    /// <summary>When the verdict became what it is, by the clock on the wall; null: it never was another.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Failures in a row, far enough apart to count; at most as many as confirm.</summary>
    public int Failures { get; init; }

    /// <summary>When the last failure that counted ended. Steady.</summary>
    public DateTimeOffset? FailedAt { get; init; }

    /// <summary>The last failure's reason; null since the last success.</summary>
    public string? FailingReason { get; init; }

    /// <summary>Successes in a row; at most as many as recover.</summary>
    public int Successes { get; init; }

    /// <summary>When the unbroken success began. Steady; null after a failure.</summary>
    public DateTimeOffset? SucceedingSince { get; init; }

    /// <summary>The last times it failed back. Steady.</summary>
    public IReadOnlyList<DateTimeOffset> Failbacks { get; init; } = [];

    public bool Flapping { get; init; }

    /// <summary>Grows with every change, so that what is stored never goes back to an older state.</summary>
    public long Version { get; init; }

    public bool IsDown => Verdict == Verdict.Down;

    public bool IsFailing => FailingReason is not null;
}
