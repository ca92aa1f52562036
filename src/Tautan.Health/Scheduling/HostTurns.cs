namespace Tautan.Health.Scheduling;

/// <summary>
/// Whose turn it is at each host: few at a time, and not one right after another. Where it gives a time to wake, the
/// caller asks <see cref="Next"/> then; it gives one at a time for each host. Not thread-safe.
/// </summary>
internal sealed class HostTurns(int atOnce, TimeSpan spacing)
{
    private readonly Dictionary<string, Host> _hosts = [];

    public int Count => _hosts.Count;

    /// <summary>Takes a turn, or queues for one.</summary>
    public bool TryEnter(string name, ScheduledProbe probe, DateTimeOffset now, out DateTimeOffset? wakeAt)
    {
        wakeAt = null;
        if (!_hosts.TryGetValue(name, out var host)) _hosts.Add(name, host = new Host());
        if (host.Parked.Count == 0 && host.CanStart(atOnce, now))
        {
            host.Start(now, spacing);
            return true;
        }

        host.Parked.Enqueue(probe);
        if (host.Running < atOnce) wakeAt = host.PlanWake(now);
        return false;
    }

    /// <summary>The next one at a host that may start now, with its turn.</summary>
    public ScheduledProbe? Next(string name, DateTimeOffset now, out DateTimeOffset? wakeAt)
    {
        wakeAt = null;
        if (!_hosts.TryGetValue(name, out var host)) return null;
        host.IsWakePlanned = false;
        while (host.Parked.TryPeek(out var first) && first.IsRemoved) host.Parked.Dequeue();

        ScheduledProbe? next = null;
        if (host.Parked.Count > 0 && host.CanStart(atOnce, now))
        {
            next = host.Parked.Dequeue();
            host.Start(now, spacing);
        }

        if (host.Parked.Count > 0 ? host.Running < atOnce : host.Running == 0 && now < host.NextStart) wakeAt = host.PlanWake(now);
        else if (host is { Running: 0, Parked.Count: 0 }) _hosts.Remove(name);
        return next;
    }

    /// <summary>Gives a turn back.</summary>
    public void Leave(string name, DateTimeOffset now, out DateTimeOffset? wakeAt)
    {
        wakeAt = null;
        if (!_hosts.TryGetValue(name, out var host)) return;
        host.Running--;
        wakeAt = host.PlanWake(now);
    }

    private sealed class Host
    {
        public int Running { get; set; }

        public DateTimeOffset NextStart { get; private set; }

        public bool IsWakePlanned { get; set; }

        public Queue<ScheduledProbe> Parked { get; } = [];

        public bool CanStart(int atOnce, DateTimeOffset now) => Running < atOnce && now >= NextStart;

        public void Start(DateTimeOffset now, TimeSpan spacing)
        {
            Running++;
            NextStart = now + spacing;
        }

        public DateTimeOffset? PlanWake(DateTimeOffset now)
        {
            if (IsWakePlanned) return null;
            IsWakePlanned = true;
            return NextStart > now ? NextStart : now;
        }
    }
}
