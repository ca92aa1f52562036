using Tautan.Commands.Check.Documents;
using Tautan.Contracts.Health;
using Tautan.Health.Pages;
using Tautan.Health.Probing;

namespace Tautan.Commands.Check.Checking;

/// <summary>Checks URLs: probes them as Health does, and judges by its rules.</summary>
internal sealed class WebCheck(IProber prober, CheckSettings settings, TimeProvider time)
{
    // As long as a server may have us wait.
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    private readonly Expectation _expectation = Expectation.Default with { Status = settings.Accept };
    private readonly ProbeHeaders _headers = ProbeHeaders.Of(settings.Headers);

    /// <summary>Checks a URL and every fragment of it.</summary>
    public async Task CheckAsync(WebTarget target, HostLane lane, SemaphoreSlim places, CancellationToken cancellationToken)
    {
        if (target.Seen is { } seen && (seen.Document is not null || !target.NeedsAnchors))
        {
            // A page that links to itself, or is linked to by another one.
            Settle(target, seen.Result, seen.Judgement);
            return;
        }

        var request = new ProbeRequest(target.Url.AbsoluteUri, settings.Timeout, KeepBody: target.IsPage || target.NeedsAnchors) { Headers = _headers, IgnoreTlsErrors = settings.IgnoreTlsErrors };
        for (var attempt = 0; ; attempt++)
        {
            await lane.WaitAsync(cancellationToken);
            await places.WaitAsync(cancellationToken);
            ProbeResult result;
            try
            {
                result = await prober.ProbeAsync(request, cancellationToken);
            }
            finally
            {
                places.Release();
            }

            if (result.Hops[0].Remote is { } remote) lane.IsPublic = Tautan.Platform.Outbound.AddressGuard.IsPublic(remote.Address);
            var rest = result is { Status: 429 or 503, RetryAfter: { } asked } ? asked : (TimeSpan?)null;
            if (rest > TimeSpan.Zero && rest <= LongestRest) lane.Rest(rest.Value);
            var judgement = _expectation.Judge(result, PageDoubt.Of(result, null));
            if (attempt < settings.Retries && !(rest > LongestRest) && MayBeBadLuck(result, judgement))
            {
                // A host that said how long is waited for by its lane.
                if (rest is null) await Task.Delay(FirstPause * Math.Pow(2, attempt), time, cancellationToken);
                continue;
            }

            if (target.IsPage) target.Seen = SeenPage.Of(result, judgement);
            Settle(target, result, judgement);
            return;
        }
    }

    private static bool MayBeBadLuck(ProbeResult result, Judgement judgement) => result.Status == 429 || (judgement.Kind == JudgementKind.Failure
        && (result.Status is 408 or 425 or >= 500 || judgement.Reason is Reasons.Timeout or Reasons.ConnectTimeout or Reasons.Reset or Reasons.BodyEndedEarly or Reasons.DnsFailure or Reasons.Refused or Reasons.Unreachable));

    private static void Settle(WebTarget target, ProbeResult result, Judgement judgement)
    {
        var isUp = judgement.Kind == JudgementKind.Ok;
        var outcome = new CheckOutcome(isUp, judgement.Note, judgement.Reason, isUp ? null : result.Detail, result.Status, result.Timings.Total);
        IReadOnlySet<string>? anchors = null;
        foreach (var item in target.Items)
        {
            item.Outcome = outcome;
            if (!isUp || !Fragments.IsChecked(item.Fragment) || result.Page is null) continue;
            anchors ??= target.Seen?.Document is { } page ? page.Anchors : result.Body is { } body ? HtmlDocument.Read(body).Anchors : null;
            if (anchors is null || Fragments.IsIn(item.Fragment, anchors)) continue;
            item.Outcome = result.BodyCut
                ? outcome with { Note = outcome.Note ?? CheckReasons.FragmentNotSeen }
                : outcome with { IsUp = false, Note = null, Reason = CheckReasons.FragmentMissing, Detail = $"The page has no anchor '{item.Fragment}'." };
        }
    }
}
