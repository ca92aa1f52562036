using Microsoft.Extensions.Logging;
using Tautan.Health.Targets;

namespace Tautan.Health.Scheduling;

/// <content>How what is due is made.</content>
internal sealed partial class ProbeScheduler
{
    private TimeSpan Dispatch(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var now = clock.Steady;
            while (_queue.Next() is { } due)
            {
                if (due > now) return due - now < LongestWait ? TimeSpan.FromMilliseconds(Math.Ceiling((due - now).TotalMilliseconds)) : LongestWait;
                if (_inFlight >= options.Concurrency) break;
                var (probe, turn) = _queue.Take();
                if (probe is not null) Enter(probe, now, cancellationToken);
                else if (turn is { } host) Serve(host, now, cancellationToken);
            }

            return Timeout.InfiniteTimeSpan;
        }
    }

    private void Enter(ScheduledProbe probe, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (_politeness.Of(probe.Probe) is not { } turn)
        {
            Start(probe, null, now, cancellationToken);
            return;
        }

        if (turn.Turns.TryEnter(turn.Host, probe, now, out var wakeAt)) Start(probe, turn, now, cancellationToken);
        else probe.IsParked = true;
        PlanWake(turn, wakeAt);
    }

    private void Serve(HostTurn turn, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (turn.Turns.Next(turn.Host, now, out var wakeAt) is { } next) Start(next, turn, now, cancellationToken);
        PlanWake(turn, wakeAt);
    }

    private void PlanWake(HostTurn turn, DateTimeOffset? at)
    {
        if (at is { } time) _queue.Add(turn, time);
    }

    private void Start(ScheduledProbe probe, HostTurn? turn, DateTimeOffset now, CancellationToken cancellationToken)
    {
        probe.IsParked = false;
        probe.IsRunning = true;
        _inFlight++;
        metrics.Started(now - probe.Due);
        var waiting = probe.Waiting.ToList();
        probe.Waiting.Clear();
        var run = Task.Run(() => MakeAsync(probe, turn, waiting, cancellationToken), CancellationToken.None);
        probe.Run = run;
        _running.Add(run);
        run.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task MakeAsync(ScheduledProbe scheduled, HostTurn? turn, List<TaskCompletionSource<ProbeRun>> waiting, CancellationToken cancellationToken)
    {
        var probe = scheduled.Probe;
        DateTimeOffset? next;
        try
        {
            var run = await ProbeAsync(probe, turn, cancellationToken);
            next = await sink.TakeAsync(run, cancellationToken);
            foreach (var waiter in waiting) waiter.TrySetResult(run);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            foreach (var waiter in waiting) waiter.TrySetCanceled(CancellationToken.None);
            return;
        }
        catch (Exception exception)
        {
            // One probe that cannot be stored or understood must not end the watch over all others.
            if (ShouldLog()) NotTaken(probe.OriginName, exception);
            foreach (var waiter in waiting) waiter.TrySetException(exception);
            next = clock.Steady + AfterFailure;
        }

        lock (_lock)
        {
            scheduled.IsRunning = false;
            if (scheduled.IsRemoved) return;
            if (scheduled.Again) Enqueue(scheduled, clock.Steady);
            else if (next is { } due) Enqueue(scheduled, due);
            scheduled.Again = false;
        }

        Wake();
    }

    // A full disk fails every probe; one line in a while says so.
    private bool ShouldLog()
    {
        lock (_lock)
        {
            var now = clock.Steady;
            if (now - _loggedAt < AfterFailure) return false;
            _loggedAt = now;
            return true;
        }
    }

    private async Task<ProbeRun> ProbeAsync(Probe probe, HostTurn? turn, CancellationToken cancellationToken)
    {
        try
        {
            var started = clock.Now;
            var result = await prober.ProbeAsync(probe.Key.ToRequest(probe.NeedsBody) with { KnownPage = probe.Page, FirstTitle = probe.Baseline?.Title }, cancellationToken);
            var run = new ProbeRun(probe, result, started, clock.Now);
            metrics.Made(run);
            return run;
        }
        finally
        {
            lock (_lock)
            {
                _inFlight--;
                if (turn is { } taken)
                {
                    taken.Turns.Leave(taken.Host, clock.Steady, out var wakeAt);
                    PlanWake(taken, wakeAt);
                }
            }

            Wake();
        }
    }

    private void Forget(Task run)
    {
        lock (_lock) _running.Remove(run);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "What a probe of {Origin} saw could not be taken in; it is made again soon.")]
    private partial void NotTaken(string origin, Exception exception);
}
