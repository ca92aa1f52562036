using Tautan.Contracts.Health;
using Tautan.Contracts.Links;
using Tautan.Platform.Urls;

namespace Tautan.Health.Probing;

/// <summary>What is expected of a target, and the one place that says what a probe means.</summary>
/// <param name="Status">The statuses that are right; null: <see cref="StatusRules"/>.</param>
/// <param name="MustContain">Text, compared to the letter, that must be in the first 64 KB; null: none.</param>
/// <param name="MustNotContain">Text that must not be there; null: none.</param>
internal sealed record Expectation(StatusRanges? Status, string? MustContain, string? MustNotContain)
{
    private static readonly TimeSpan CertificateEndsSoon = TimeSpan.FromDays(14);

    /// <summary>The notes that count as failures; of <see cref="Notes.CanFail"/>.</summary>
    public IReadOnlyList<string> FailOn { get; init; } = [];

    /// <summary>No more is expected than that it answers well.</summary>
    public static readonly Expectation Default = new(null, null, null);

    /// <summary>Whether a probe must keep the body for it.</summary>
    public bool NeedsBody => MustContain is not null || MustNotContain is not null;

    /// <summary>What a link expects. Links lets no unreadable status through; should one arrive, it is no reason to call the link dead.</summary>
    public static Expectation Of(HealthRecord health) => new(
        StatusRanges.TryParse(health.ExpectedStatus, out var ranges, out _) ? ranges : null,
        health.MustContain.Length > 0 ? health.MustContain : null,
        health.MustNotContain.Length > 0 ? health.MustNotContain : null)
    {
        FailOn = health.FailOn.Count == 0 ? [] : [.. health.FailOn],
    };

    /// <summary>What the probe means for a target of which this is expected.</summary>
    /// <param name="probe">What it saw.</param>
    /// <param name="doubt">Why a success is to be doubted (<c>PageDoubt</c>); null where it is not.</param>
    public Judgement Judge(ProbeResult probe, string? doubt = null)
    {
        var judgement = JudgeAnswer(probe);
        if (judgement != Judgement.Ok || IsOwnRedirect(probe)) return judgement;
        if (doubt is not null) return FailOn.Contains(doubt) ? Judgement.Failure(doubt) : Judgement.OkWith(doubt);
        return probe.Certificate is { } certificate && certificate.EndsAt > probe.At && certificate.EndsAt - probe.At <= CertificateEndsSoon ? Judgement.OkWith(Notes.CertificateEnds) : judgement;
    }

    private Judgement JudgeAnswer(ProbeResult probe)
    {
        var ownRedirect = IsOwnRedirect(probe);
        if (ownRedirect && !NeedsBody) return Judgement.Ok;

        if (probe.Failure == ProbeFailure.NotPublic) return Judgement.NotPublic(probe.Reason ?? Reasons.NotPublic);
        if (probe.Failure == ProbeFailure.Proxy) return Judgement.Unseen(probe.Reason ?? Reasons.ProxyFailure);
        if (probe.Reason is not null) return Judgement.Failure(probe.Reason);
        if (probe.Status is not { } status) return Judgement.Failure(Reasons.InvalidResponse);

        if (ownRedirect) return JudgeText(probe);
        if (Status is not null) return Status.Contains(status) ? JudgeText(probe) : Judgement.Failure(Reasons.UnexpectedStatus);

        var byStatus = StatusRules.Judge(status, probe.BotWall);

        // Behind a wall the page was not seen, so its text cannot be judged; who wants that to fail expects a status.
        return byStatus == Judgement.Ok ? JudgeText(probe) : byStatus;
    }

    // Who names a redirect's status means the URL's own answer; where that leads is then no matter.
    private bool IsOwnRedirect(ProbeResult probe) => probe.Hops[0].Status is { } asked and >= 300 and < 400 && Status?.Contains(asked) == true;

    private Judgement JudgeText(ProbeResult probe)
    {
        var body = probe.Body ?? "";
        if (MustContain is not null && !body.Contains(MustContain, StringComparison.Ordinal)) return Judgement.Failure(Reasons.TextMissing);
        if (MustNotContain is not null && body.Contains(MustNotContain, StringComparison.Ordinal)) return Judgement.Failure(Reasons.TextForbidden);
        return Judgement.Ok;
    }
}
