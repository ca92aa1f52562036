using Tautan.Health.Targets;

namespace Tautan.Health.Scheduling;

/// <summary>A probe's place in the schedule. Changed in the scheduler's lock only.</summary>
internal sealed class ScheduledProbe(Probe probe)
{
    public Probe Probe => probe;

    /// <summary>An entry of the queue with another ticket is out of date.</summary>
    public long Ticket { get; set; }

    public DateTimeOffset Due { get; set; }

    public bool IsQueued { get; set; }

    /// <summary>It waits for its turn at its host.</summary>
    public bool IsParked { get; set; }

    public bool IsRunning { get; set; }

    /// <summary>The last time it was made and taken in, ended or not.</summary>
    public Task Run { get; set; } = Task.CompletedTask;

    public bool IsRemoved { get; set; }

    /// <summary>Somebody asked for one that begins after the one that runs.</summary>
    public bool Again { get; set; }

    /// <summary>Who waits for the next one that begins.</summary>
    public List<TaskCompletionSource<ProbeRun>> Waiting { get; } = [];
}
