using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Tautan.Health.Probing;
using Tautan.Health.Targets;
using Tautan.Health.Timing;

namespace Tautan.Health.Scheduling;

/// <summary>
/// Makes each probe when it is due: not more than so many at once, politely towards hosts at public addresses, and never
/// the same one twice at a time.
/// </summary>
internal sealed partial class ProbeScheduler(
    SteadyClock clock,
    HealthOptions options,
    IProber prober,
    IProbeSink sink,
    HealthMetrics metrics,
    ILogger<ProbeScheduler> logger)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    // After something unexpected (a full disk, a defect): soon again, and not at once.
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<Probe, ScheduledProbe> _probes = [];
    private readonly PriorityQueue<Entry, DateTimeOffset> _queue = new();
    private readonly HostTurns _turns = new(options.PerHost, TimeSpan.FromMilliseconds(options.PerHostSpacingMilliseconds));
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly HashSet<Task> _running = [];
    private int _inFlight;
    private DateTimeOffset? _loggedAt;
    private long _tickets;

    /// <summary>Plans a probe, or moves it; while it runs, its own end plans it.</summary>
    public void Schedule(Probe probe, DateTimeOffset due)
    {
        lock (_lock)
        {
            if (!_probes.TryGetValue(probe, out var scheduled)) _probes.Add(probe, scheduled = new ScheduledProbe(probe));
            if (scheduled.IsRunning) scheduled.Again |= due <= clock.Steady;
            else Enqueue(scheduled, due);
        }

        Wake();
    }

    /// <summary>Makes it sooner where it is planned for later.</summary>
    public void Advance(Probe probe, DateTimeOffset due)
    {
        lock (_lock)
        {
            if (!_probes.TryGetValue(probe, out var scheduled) || !scheduled.IsQueued || scheduled.Due <= due) return;
            Enqueue(scheduled, due);
        }

        Wake();
    }

    public void Remove(Probe probe)
    {
        lock (_lock)
        {
            if (!_probes.Remove(probe, out var scheduled)) return;
            scheduled.IsRemoved = true;
            scheduled.Ticket = 0;
            foreach (var waiting in scheduled.Waiting) waiting.TrySetCanceled(CancellationToken.None);
        }
    }

    /// <summary>Removes several, and waits until those that run are made and taken in.</summary>
    public Task DrainAsync(IReadOnlyCollection<Probe> probes)
    {
        List<Task> running;
        lock (_lock) running = [.. probes.Select(_probes.GetValueOrDefault).OfType<ScheduledProbe>().Select(scheduled => scheduled.Run)];
        foreach (var probe in probes) Remove(probe);
        return Task.WhenAll(running);
    }

    /// <summary>Makes a probe as soon as politeness lets it, beginning after this call.</summary>
    /// <returns>The probe, taken in. Cancelled where it is removed.</returns>
    public Task<ProbeRun> RunNowAsync(Probe probe, CancellationToken cancellationToken)
    {
        var waiting = new TaskCompletionSource<ProbeRun>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (probe.IsGone) return Task.FromCanceled<ProbeRun>(new CancellationToken(canceled: true));
            if (!_probes.TryGetValue(probe, out var scheduled)) _probes.Add(probe, scheduled = new ScheduledProbe(probe));
            scheduled.Waiting.Add(waiting);
            if (scheduled.IsRunning) scheduled.Again = true;
            else if (!scheduled.IsParked) Enqueue(scheduled, clock.Steady);
        }

        Wake();
        return waiting.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Works until it is cancelled; returns when all that was in flight has ended.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var timer = clock.Time.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        try
        {
            while (true)
            {
                var wait = Dispatch(cancellationToken);
                timer.Change(wait, Timeout.InfiniteTimeSpan);
                await _wake.Reader.ReadAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Task[] running;
            lock (_lock)
            {
                running = [.. _running];
                foreach (var waiting in _probes.Values.SelectMany(scheduled => scheduled.Waiting)) waiting.TrySetCanceled(CancellationToken.None);
            }

            await Task.WhenAll(running);
        }
    }

    private TimeSpan Dispatch(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var now = clock.Steady;
            while (_queue.TryPeek(out var entry, out var due))
            {
                if (IsStale(entry))
                {
                    _queue.Dequeue();
                    continue;
                }

                if (due > now) return due - now < LongestWait ? TimeSpan.FromMilliseconds(Math.Ceiling((due - now).TotalMilliseconds)) : LongestWait;
                if (_inFlight >= options.Concurrency) break;
                _queue.Dequeue();
                if (entry.Host is { } host) ServeHost(host, now, cancellationToken);
                else Enter(entry.Probe!, now, cancellationToken);
            }

            return Timeout.InfiniteTimeSpan;
        }
    }

    private static bool IsStale(Entry entry) => entry.Probe is { } probe && probe.Ticket != entry.Ticket;

    private void Enter(ScheduledProbe probe, DateTimeOffset now, CancellationToken cancellationToken)
    {
        probe.IsQueued = false;
        if (!probe.Probe.IsPublic)
        {
            Start(probe, null, now, cancellationToken);
            return;
        }

        var host = probe.Probe.Host;
        if (_turns.TryEnter(host, probe, now, out var wakeAt)) Start(probe, host, now, cancellationToken);
        else probe.IsParked = true;
        PlanWake(host, wakeAt);
    }

    private void ServeHost(string host, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (_turns.Next(host, now, out var wakeAt) is { } next) Start(next, host, now, cancellationToken);
        PlanWake(host, wakeAt);
    }

    private void PlanWake(string host, DateTimeOffset? at)
    {
        if (at is { } time) _queue.Enqueue(new Entry(null, 0, host), time);
    }

    private void Start(ScheduledProbe probe, string? turn, DateTimeOffset now, CancellationToken cancellationToken)
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

    private async Task MakeAsync(ScheduledProbe scheduled, string? turn, List<TaskCompletionSource<ProbeRun>> waiting, CancellationToken cancellationToken)
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

    private async Task<ProbeRun> ProbeAsync(Probe probe, string? turn, CancellationToken cancellationToken)
    {
        try
        {
            var started = clock.Now;
            var result = await prober.ProbeAsync(new ProbeRequest(probe.Key.Url, probe.Key.Timeout, probe.NeedsBody), cancellationToken);
            var run = new ProbeRun(probe, result, started, clock.Now);
            metrics.Made(run);
            return run;
        }
        finally
        {
            lock (_lock)
            {
                _inFlight--;
                if (turn is not null)
                {
                    _turns.Leave(turn, clock.Steady, out var wakeAt);
                    PlanWake(turn, wakeAt);
                }
            }

            Wake();
        }
    }

    private void Enqueue(ScheduledProbe scheduled, DateTimeOffset due)
    {
        // One that waits for its turn at its host is due already, and keeps its place.
        if (scheduled.IsParked) return;
        scheduled.Ticket = ++_tickets;
        scheduled.Due = due;
        scheduled.IsQueued = true;
        scheduled.Probe.Due = due;
        _queue.Enqueue(new Entry(scheduled, scheduled.Ticket, null), due);
    }

    private void Forget(Task run)
    {
        lock (_lock) _running.Remove(run);
    }

    private void Wake() => _wake.Writer.TryWrite(true);

    [LoggerMessage(Level = LogLevel.Error, Message = "What a probe of {Origin} saw could not be taken in; it is made again soon.")]
    private partial void NotTaken(string origin, Exception exception);

    private readonly record struct Entry(ScheduledProbe? Probe, long Ticket, string? Host);
}
