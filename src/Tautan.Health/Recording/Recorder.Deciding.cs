using Tautan.Contracts.Health;
using Tautan.Health.Events;
using Tautan.Health.History;
using Tautan.Health.Scheduling;
using Tautan.Health.Targets;
using Tautan.Health.Verdicts;

namespace Tautan.Health.Recording;

/// <content>What a probe means for its targets and their origin.</content>
internal sealed partial class Recorder
{
    // So fast the other probes of an origin that answers again follow: a server that has just started is not to be felled.
    private static readonly TimeSpan FollowUpSpacing = TimeSpan.FromMilliseconds(250);

    private async Task DecideAsync(Origin origin, ProbeRun run, Changes changes, CancellationToken cancellationToken)
    {
        List<Target> targets;
        lock (registry.Sync) targets = [.. run.Probe.Targets.Where(target => !target.IsPaused && target.State.Verdict != Verdict.Paused)];
        if (targets.Count == 0) return;

        var at = run.EndedAt;
        var contact = ContactOf(origin, run);
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

    // Whether a certificate is good is a question of who asks, where somebody takes any: it speaks against the URL then, and not against the server.
    private Contact ContactOf(Origin origin, ProbeRun run)
    {
        var contact = Contact.Of(run.Result);
        if (contact.Reason is not (Reasons.TlsExpired or Reasons.TlsWrongName or Reasons.TlsUntrusted)) return contact;
        lock (registry.Sync) return origin.Probes.Any(probe => probe.Key.IgnoreTlsErrors) ? new Contact(ContactKind.None, null) : contact;
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

    private sealed class Step(Target target, TargetState before)
    {
        public Target Target => target;

        public TargetState Before => before;

        public required TargetState After { get; set; }
    }
}
