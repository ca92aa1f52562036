using Tautan.Health.Targets;

namespace Tautan.Health.Scheduling;

/// <summary>Whose turns a probe must wait for: hosts at public addresses always have some, others where the settings say so.</summary>
internal sealed class Politeness(HealthOptions options)
{
    private readonly HostTurns _public = new(options.PerHost, TimeSpan.FromMilliseconds(options.PerHostSpacingMilliseconds));
    private readonly HostTurns? _private = options is { PerPrivateHost: 0, PerPrivateHostSpacingMilliseconds: 0 } ? null : new HostTurns(
        options.PerPrivateHost == 0 ? int.MaxValue : options.PerPrivateHost, TimeSpan.FromMilliseconds(options.PerPrivateHostSpacingMilliseconds));

    /// <summary>Null: it need not wait.</summary>
    public HostTurn? Of(Probe probe) => (probe.IsPublic ? _public : _private) is { } turns ? new HostTurn(turns, probe.Host) : null;
}
