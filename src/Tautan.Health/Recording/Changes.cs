using Tautan.Health.CertificateEnds;
using Tautan.Health.Events;
using Tautan.Health.History;
using Tautan.Health.Targets;
using Tautan.Health.Verdicts;
using Tautan.Platform.Persistence.Leases;

namespace Tautan.Health.Recording;

/// <summary>What is written in one commit. Targets are announced before origins: a link must not fail back in between.</summary>
internal sealed class Changes
{
    /// <summary>What must be held for all of it to be written.</summary>
    public required ShardSet Shards { get; set; }

    public List<TargetChange> Targets { get; } = [];

    public List<OriginChange> Origins { get; } = [];

    public List<CheckRun> Runs { get; } = [];

    public List<Probe> Probes { get; } = [];

    /// <summary>What is told beside changes of verdicts, which tell themselves.</summary>
    public List<HealthEvent> Events { get; } = [];

    /// <summary>Ends of certificates that were seen and are told where that was not done before.</summary>
    public List<CertificateEnd> Certificates { get; } = [];

    /// <summary>Several as one.</summary>
    public static Changes Of(IEnumerable<Changes> several)
    {
        var all = new Changes { Shards = ShardSet.Empty };
        foreach (var changes in several)
        {
            all.Shards = all.Shards.Union(changes.Shards);
            all.Targets.AddRange(changes.Targets);
            all.Origins.AddRange(changes.Origins);
            all.Runs.AddRange(changes.Runs);
            all.Probes.AddRange(changes.Probes);
            all.Events.AddRange(changes.Events);
            all.Certificates.AddRange(changes.Certificates);
        }

        return all;
    }

    public bool IsEmpty => Targets.Count + Origins.Count + Runs.Count + Probes.Count + Events.Count + Certificates.Count == 0;

    /// <summary>Whether the feed has something to say.</summary>
    public bool IsAnnounced => Targets.Exists(change => change.IsAnnounced) || Origins.Exists(change => change.IsAnnounced);
}

/// <summary>A target's next state.</summary>
internal sealed record TargetChange(Target Target, TargetState Before, TargetState After)
{
    public Guid Id { get; } = Guid.CreateVersion7();

    public bool IsAnnounced { get; } = !Equals(Announcement.Of(Before), Announcement.Of(After));

    public bool IsVerdictChanged => Before.Verdict != After.Verdict;
}

/// <summary>An origin's next state.</summary>
internal sealed record OriginChange(Origin Origin, OriginState Before, OriginState After)
{
    public Guid Id { get; } = Guid.CreateVersion7();

    public bool IsAnnounced { get; } = !Equals(Announcement.Of(Before), Announcement.Of(After));

    public bool IsVerdictChanged => Before.Verdict != After.Verdict;
}
