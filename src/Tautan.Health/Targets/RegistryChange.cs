namespace Tautan.Health.Targets;

/// <summary>What a link's change meant for the registry.</summary>
internal sealed class RegistryChange
{
    public List<Target> Added { get; } = [];

    /// <summary>Those of the added that are down because what they take the place of was.</summary>
    public List<Target> Heirs { get; } = [];

    public List<Target> Removed { get; } = [];

    public List<Origin> RemovedOrigins { get; } = [];

    public List<Probe> RemovedProbes { get; } = [];

    /// <summary>The probes of all targets that the link has or had.</summary>
    public HashSet<Probe> Touched { get; } = [];
}
