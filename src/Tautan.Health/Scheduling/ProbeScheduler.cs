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
    private readonly DueQueue _queue = new();
    private readonly Politeness _politeness = new(options);
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly HashSet<Task> _running = [];
    private int _inFlight;
    private DateTimeOffset? _loggedAt;

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

    private void Enqueue(ScheduledProbe scheduled, DateTimeOffset due)
    {
        // One that waits for its turn at its host is due already, and keeps its place.
        if (!scheduled.IsParked) _queue.Add(scheduled, due);
    }

    private void Wake() => _wake.Writer.TryWrite(true);
}
