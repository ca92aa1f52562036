using Tautan.Contracts.Health;
using Tautan.Health.CertificateEnds;
using Tautan.Health.Events;
using Tautan.Health.History;
using Tautan.Health.Pages;
using Tautan.Health.Probing;
using Tautan.Health.Scheduling;
using Tautan.Health.Seeing;
using Tautan.Health.Targets;
using Tautan.Health.Timing;
using Tautan.Health.Verdicts;
using Tautan.Platform.Persistence.Leases;

namespace Tautan.Health.Recording;

/// <summary>
/// Makes verdicts of probes. What changes a verdict is in memory only after it is in the database together with what the
/// feed says of it: nobody ever sees a verdict that a crash takes back, unless the database takes nothing (<see cref="PatientStore"/>).
/// </summary>
internal sealed class Recorder(
    Registry registry, Sight sight, IHealthStore store, CertificateBook certificates, SteadyClock clock, HealthMetrics metrics) : IProbeSink
{
    // Below it, a probe's place within the interval says when it is due after a restart, and nothing need be written.
    private static readonly TimeSpan LongInterval = TimeSpan.FromMinutes(10);

    // So fast the other probes of an origin that answers again follow: a server that has just started is not to be felled.
    private static readonly TimeSpan FollowUpSpacing = TimeSpan.FromMilliseconds(250);

    /// <summary>Makes another probe sooner; set by whoever has the schedule.</summary>
    public Action<Probe, DateTimeOffset> Advance { private get; set; } = (_, _) => { };

    public async Task<DateTimeOffset?> TakeAsync(ProbeRun run, CancellationToken cancellationToken)
    {
        var probe = run.Probe;
        var probeChanged = Settle(run, out var left);
        var origin = probe.Origin;
        var changes = new Changes { Shards = ShardSet.Of(probe.Shard) };
        bool isAnnounced;
        using (await origin.EnterAsync(cancellationToken))
        {
            await DecideAsync(origin, run, changes, cancellationToken);
            isAnnounced = changes.IsAnnounced;
            if (isAnnounced) await store.SaveAsync(changes, cancellationToken);
            Adopt(changes);
        }

        DateTimeOffset? next;
        lock (registry.Sync)
        {
            next = NextProbe.After(run, clock.Now.Wall);
            var interval = probe.IntervalAt(run.EndedAt.Wall);
            var effective = interval is { } asked ? EffectiveInterval.Of(probe.EffectiveInterval, asked, probe.StartedAt, run.StartedAt.Steady) : probe.EffectiveInterval;
            probeChanged |= effective != probe.EffectiveInterval || interval > LongInterval;
            probe.EffectiveInterval = effective;
            probe.StartedAt = next is null ? null : run.StartedAt.Steady;
            probe.Due = next ?? probe.Due;

            // A run of checks does not reach over a time in which nobody looked.
            if (next is null) probe.Targets.ForEach(target => target.Run = null);
        }

        if (isAnnounced) changes = new Changes { Shards = changes.Shards };
        if (probeChanged) changes.Probes.Add(probe);
        if (certificates.Read(run) is { } end) changes.Certificates.Add(end);
        if (!changes.IsEmpty) await store.SaveAsync(changes, cancellationToken);
        changes.Certificates.ForEach(certificates.Told);
        if (left is not null) await store.RemoveAsync(new Removals([], [left.Key], []), cancellationToken);
        if (next is null) sight.Review(registry);
        return next;
    }

    /// <summary>Fails a target back, because an operator says so.</summary>
    /// <returns>Whether it was awaiting that.</returns>
    public async Task<bool> FailBackAsync(Target target, CancellationToken cancellationToken)
    {
        using (await target.Probe.Origin.EnterAsync(cancellationToken))
        {
            if (target.IsGone || target.Probe.Origin.State.IsDown || !TargetMachine.AwaitsFailback(target.State, target.Rules)) return false;
            var changes = new Changes { Shards = ShardSet.Of(target.Probe.Shard) };
            changes.Targets.Add(new TargetChange(target, target.State, TargetMachine.FailBack(target.State, clock.Now)));
            await store.SaveAsync(changes, cancellationToken);
            Adopt(changes);
            return true;
        }
    }

    /// <summary>Forgets what was there at first: the next success takes its place.</summary>
    public async Task ForgetBaselinesAsync(IReadOnlyList<Probe> probes, CancellationToken cancellationToken)
    {
        if (probes.Count == 0) return;
        lock (registry.Sync)
        {
            foreach (var probe in probes) probe.Baseline = null;
        }

        var changes = new Changes { Shards = ShardSet.Of(probes.Select(probe => probe.Shard)) };
        changes.Probes.AddRange(probes);
        await store.SaveAsync(changes, cancellationToken);
    }

    // Which origin it is depends on the address: one at a public address is shared by all workspaces.
    private bool Settle(ProbeRun run, out Origin? left)
    {
        var probe = run.Probe;
        var first = run.Result.Hops[0];
        lock (registry.Sync)
        {
            var changed = first.Remote is not null && first.Remote != probe.Remote;
            probe.Remote = first.Remote ?? probe.Remote;
            if (first.Status is not null)
            {
                probe.AnsweredAt = run.EndedAt.Steady;
                sight.Saw(Network.Of(probe.Remote));
            }

            probe.Page = run.Result.Page ?? probe.Page;
            if (probe.Baseline is null && PageBaseline.Of(run.Result, run.Doubt) is { } baseline)
            {
                probe.Baseline = baseline;
                changed = true;
            }

            if (run.Result.Failure == ProbeFailure.Proxy) sight.Lost(Network.Of(probe.Remote), run.Result.Detail ?? Reasons.ProxyFailure);
            left = probe.Targets.Count > 0 ? registry.Settle(probe) : null;
            return changed;
        }
    }

    private async Task DecideAsync(Origin origin, ProbeRun run, Changes changes, CancellationToken cancellationToken)
    {
        List<Target> targets;
        lock (registry.Sync) targets = [.. run.Probe.Targets.Where(target => !target.IsPaused && target.State.Verdict != Verdict.Paused)];
        if (targets.Count == 0) return;

        var at = run.EndedAt;
        var contact = Contact.Of(run.Result);
        var originBefore = origin.State;
        var originAfter = OriginMachine.Observe(originBefore, contact, run.StartedAt.Steady, at);
        var steps = targets.ConvertAll(target => Observe(target, originBefore, run, changes));

        var originConfirmed = OriginMachine.IsConfirmed(originAfter);
        var originFirst = originAfter.IsDown || (contact.Kind == ContactKind.Failed && OriginMachine.IsNearlyConfirmed(originAfter));
        var confirmed = originFirst ? [] : steps.Where(step => TargetMachine.IsConfirmed(step.After, step.Target.Rules)).ToList();
        if ((originConfirmed || confirmed.Count > 0) && await sight.SeesAsync(registry, origin, run.Probe, run.Result, cancellationToken))
        {
            at = clock.Now;
            if (originConfirmed)
            {
                // Its targets are down with it, all by one message.
                originAfter = OriginMachine.TurnDown(originAfter, at);
            }
            else
            {
                foreach (var step in confirmed)
                    step.After = TargetMachine.TurnDown(step.After, step.Target.Rules, at, step.After.FailingReason!, originAfter.Failbacks);
            }
        }

        if (originAfter.IsDown) originAfter = Recover(origin, originBefore, originAfter, contact, run, steps);
        foreach (var step in steps.Where(step => step.Before != step.After))
        {
            var change = new TargetChange(step.Target, step.Before, step.After);
            changes.Targets.Add(change);
            if (VerdictEvents.OfDoubt(change, run.EndedAt.Wall) is { } doubt) changes.Events.Add(doubt);
        }

        if (originAfter != originBefore) changes.Origins.Add(new OriginChange(origin, originBefore, originAfter));
    }

    private static Step Observe(Target target, OriginState origin, ProbeRun run, Changes changes)
    {
        var judgement = target.Expectation.Judge(run.Result, run.Doubt);
        var check = CheckRun.Of(target.Key, target.Workspace, run, judgement);
        changes.Runs.Add(target.Run?.With(check) ?? check);
        var observation = new Observation(run.StartedAt.Steady, run.EndedAt, judgement, RetryAfter.Confirms(run.Result));
        return new Step(target, target.State) { After = TargetMachine.Observe(target.State, target.Rules, observation, origin.UpSince) };
    }

    private OriginState Recover(Origin origin, OriginState before, OriginState after, Contact contact, ProbeRun run, List<Step> steps)
    {
        lock (registry.Sync)
        {
            if (contact.Kind == ContactKind.Failed) origin.Pilot = null;
            if (contact.Kind != ContactKind.Answered) return after;
            var hold = origin.Hold;
            if (before.Successes == 0 || origin.Pilot is null)
            {
                origin.Pilot = run.Probe;
                FollowUp(origin, run, hold);
            }

            if (!OriginMachine.IsRecovered(after, hold, run.EndedAt)) return after;
            var known = steps.ToDictionary(step => step.Target);
            foreach (var target in origin.Probes.SelectMany(probe => probe.Targets))
            {
                if (!known.TryGetValue(target, out var step)) step = new Step(target, target.State) { After = target.State };
                if (!OriginRecovery.StaysDown(step.After, target.Rules, after, hold, run.EndedAt)) continue;
                step.After = TargetMachine.TurnDown(step.After, target.Rules, run.EndedAt, after.Reason ?? "", after.Failbacks);
                if (known.TryAdd(target, step)) steps.Add(step);
            }

            origin.Pilot = null;
            return OriginMachine.TurnUp(after, run.EndedAt);
        }
    }

    // As many of its other targets as can be are looked at before its hold ends, lest one that is still broken comes back with it.
    private void FollowUp(Origin origin, ProbeRun run, TimeSpan hold)
    {
        var at = run.EndedAt.Steady;
        foreach (var other in origin.Probes.Where(other => other != run.Probe))
        {
            at += FollowUpSpacing;
            if (at - run.EndedAt.Steady >= hold) return;
            Advance(other, at);
        }
    }

    private void Adopt(Changes changes)
    {
        foreach (var change in changes.Targets)
        {
            change.Target.State = change.After;
            if (change.IsVerdictChanged) metrics.Changed("target", change.After.Verdict);
        }

        foreach (var change in changes.Origins)
        {
            change.Origin.State = change.After;
            if (change.IsVerdictChanged) metrics.Changed("origin", change.After.Verdict);
        }

        lock (registry.Sync)
        {
            foreach (var run in changes.Runs)
            {
                if (registry.Find(run.Target) is { } target) target.Run = run;
            }
        }
    }

    private sealed class Step(Target target, TargetState before)
    {
        public Target Target => target;

        public TargetState Before => before;

        public required TargetState After { get; set; }
    }
}
