using Tautan.Contracts.Feeds;
using Tautan.Health.Verdicts;

namespace Tautan.Health.Targets;

/// <summary>Scheme, host and port: at a public address one for all workspaces, else one for each.</summary>
internal sealed class Origin(FeedKey key, string name, Guid? workspace, int shard)
{
    private readonly Gate _gate = new();

    public FeedKey Key => key;

    public string Name => name;

    /// <summary>Null at a public address: it is every workspace's.</summary>
    public Guid? Workspace => workspace;

    /// <summary>Of its host.</summary>
    public int Shard => shard;

    public HashSet<Probe> Probes { get; } = [];

    public OriginState State { get; set; } = OriginState.Unknown;

    /// <summary>The probe that saw it answer first after it was down: it alone follows up for the origin's sake.</summary>
    public Probe? Pilot { get; set; }

    /// <summary>The shortest hold among its targets.</summary>
    public TimeSpan Hold => Probes
        .SelectMany(probe => probe.Targets)
        .Where(target => !target.IsPaused)
        .Select(target => target.Rules.Hold)
        .DefaultIfEmpty(TimeSpan.Zero)
        .Min();

    /// <summary>One at a time decides about an origin and its targets.</summary>
    public ValueTask<IDisposable> EnterAsync(CancellationToken cancellationToken) => _gate.EnterAsync(cancellationToken);
}
