using Tautan.Contracts.Links;

namespace Tautan.Links;

/// <summary>How a link's destinations are watched. Bounds: design of verdicts, <c>docs/health.md</c>.</summary>
internal sealed class LinkHealth
{
    public bool Enabled { get; set; } = true;

    public int IntervalSeconds { get; set; } = 60;

    public int TimeoutSeconds { get; set; } = 10;

    public int FailuresToConfirm { get; set; } = 3;

    public int RetrySeconds { get; set; } = 5;

    public int SuccessesToRecover { get; set; } = 2;

    public bool ManualFailback { get; set; }

    public int FailbackHoldSeconds { get; set; } = 30;

    public string? ExpectedStatus { get; set; }

    public string? MustContain { get; set; }

    public string? MustNotContain { get; set; }

    public HealthRecord ToRecord() => new()
    {
        Enabled = Enabled,
        IntervalSeconds = IntervalSeconds,
        TimeoutSeconds = TimeoutSeconds,
        FailuresToConfirm = FailuresToConfirm,
        RetrySeconds = RetrySeconds,
        SuccessesToRecover = SuccessesToRecover,
        ManualFailback = ManualFailback,
        FailbackHoldSeconds = FailbackHoldSeconds,
        ExpectedStatus = ExpectedStatus ?? "",
        MustContain = MustContain ?? "",
        MustNotContain = MustNotContain ?? "",
    };
}
