using Tautan.Contracts.Health;
using Tautan.Health.CertificateEnds;
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
internal sealed partial class Recorder(
    Registry registry, Sight sight, IHealthStore store, CertificateBook certificates, SteadyClock clock, HealthMetrics metrics) : IProbeSink
{
    // Below it, a probe's place within the interval says when it is due after a restart, and nothing need be written.
    private static readonly TimeSpan LongInterval = TimeSpan.FromMinutes(10);

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
}
