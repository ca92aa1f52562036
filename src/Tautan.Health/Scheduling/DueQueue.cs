namespace Tautan.Health.Scheduling;

/// <summary>What is due next: a probe, or a host at which others wait for their turn. Not thread-safe.</summary>
internal sealed class DueQueue
{
    private readonly PriorityQueue<Entry, DateTimeOffset> _queue = new();
    private long _tickets;

    public void Add(ScheduledProbe probe, DateTimeOffset due)
    {
        probe.Ticket = ++_tickets;
        probe.Due = due;
        probe.IsQueued = true;
        probe.Probe.Due = due;
        _queue.Enqueue(new Entry(probe, probe.Ticket, null), due);
    }

    public void Add(HostTurn turn, DateTimeOffset at) => _queue.Enqueue(new Entry(null, 0, turn), at);

    /// <summary>When the next one is due; null: there is none.</summary>
    public DateTimeOffset? Next()
    {
        while (_queue.TryPeek(out var entry, out var due))
        {
            if (entry.Probe is null || entry.Probe.Ticket == entry.Ticket) return due;

            // It was planned anew, or removed.
            _queue.Dequeue();
        }

        return null;
    }

    /// <summary>Takes that one: either is given.</summary>
    public (ScheduledProbe? Probe, HostTurn? Turn) Take()
    {
        var entry = _queue.Dequeue();
        if (entry.Probe is { } probe) probe.IsQueued = false;
        return (entry.Probe, entry.Turn);
    }

    private readonly record struct Entry(ScheduledProbe? Probe, long Ticket, HostTurn? Turn);
}
