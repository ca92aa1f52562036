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

    /// <summary>A line a header, <c>Name: value</c>; null: none.</summary>
    public string? RequestHeaders { get; set; }

    public bool IgnoreTlsErrors { get; set; }

    /// <summary>Of <see cref="Contracts.Health.Notes.CanFail"/>, in alphabetical order, separated by commas; null: none.</summary>
    public string? FailOn { get; set; }

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
        RequestHeaders = { LinkHeaders.Read(RequestHeaders).Select(header => new HeaderRecord { Name = header.Key, Value = header.Value }) },
        IgnoreTlsErrors = IgnoreTlsErrors,
        FailOn = { FailOn?.Split(',') ?? [] },
    };
}
