using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Tautan.Health.Probing;
using Tautan.Health.Targets;
using Tautan.Health.Timing;
using Tautan.Platform.Hosting;

namespace Tautan.Health.Seeing;

/// <summary>Whether we can see at all. What cannot see must not call anything dead.</summary>
internal sealed partial class Sight(HealthOptions options, IProber prober, SteadyClock clock, ILogger<Sight> logger) : IReadinessCheck
{
    private readonly WitnessProbes _probes = new(prober, clock);
    private readonly ConcurrentDictionary<Network, bool> _blind = new();

    public bool IsBlind => !_blind.IsEmpty;

    /// <summary>The names of the networks in which nothing is seen.</summary>
    public IReadOnlyList<string> BlindIn => [.. _blind.Keys.Select(network => network.Name).Order()];

    public bool IsBlindIn(Network network) => _blind.ContainsKey(network);

    public Readiness Check() => IsBlind
        ? Readiness.Degraded($"blind: no witness answers ({string.Join(", ", BlindIn)}); verdicts stand still")
        : Readiness.Ready;

    /// <summary>Looks whether we can see where a probe failed, before a verdict may turn down for it.</summary>
    public async Task<bool> SeesAsync(Registry registry, Origin failing, Probe probe, ProbeResult result, CancellationToken cancellationToken)
    {
        var remote = result.Hops[0].Remote ?? probe.Remote;
        var network = Network.Of(remote);

        // It answered, if badly: nothing is wrong with our eyes.
        if (result.Hops.Any(hop => hop.Status is not null)) return Saw(network);

        var now = clock.Steady;
        IReadOnlyList<Witness> witnesses;
        if (options.Witnesses.Count > 0)
        {
            witnesses = [.. options.Witnesses.Take(Witnesses.Most).Select(url => new Witness(url, null, null, null))];
        }
        else
        {
            lock (registry.Sync) witnesses = Witnesses.Choose(Witnesses.Of(registry, failing, network), remote?.Address, now);
        }

        if (witnesses.Count == 0 || witnesses.Any(witness => Witnesses.IsFresh(witness, now))) return Saw(network);
        if (await _probes.AnyAnswersAsync(witnesses, cancellationToken)) return Saw(network);
        cancellationToken.ThrowIfCancellationRequested();
        if (_blind.TryAdd(network, true)) Blinded(network.Name, string.Join(", ", witnesses.Select(witness => witness.Url)));
        return false;
    }

    /// <summary>Nothing can be seen, since what everything goes through fails.</summary>
    public void Lost(Network network, string detail)
    {
        if (_blind.TryAdd(network, true)) Blinded(network.Name, detail);
    }

    /// <summary>Something in the network answered.</summary>
    public bool Saw(Network network)
    {
        if (_blind.TryRemove(network, out _)) SeesAgain(network.Name);
        return true;
    }

    /// <summary>Where no link is fetched any more, nothing can be seen and nothing need be.</summary>
    public void Review(Registry registry)
    {
        if (!IsBlind) return;
        var wall = clock.Now.Wall;
        HashSet<Network> watched;
        lock (registry.Sync)
            watched = [.. registry.Origins.SelectMany(origin => origin.Probes).Where(probe => probe.IntervalAt(wall) is not null).Select(probe => Network.Of(probe.Remote))];
        foreach (var network in _blind.Keys.Where(network => !watched.Contains(network)))
        {
            if (_blind.TryRemove(network, out _)) Unwatched(network.Name);
        }
    }

    /// <summary>Nobody watches any more; who begins to must find out anew.</summary>
    public void Reset() => _blind.Clear();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Nothing answers in the network {Network} (asked: {Witnesses}): verdicts stand still.")]
    private partial void Blinded(string network, string witnesses);

    [LoggerMessage(Level = LogLevel.Information, Message = "No link looks into the network {Network} any more, in which nothing answered.")]
    private partial void Unwatched(string network);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The network {Network} is seen again.")]
    private partial void SeesAgain(string network);
}
