using System.Net;
using Tautan.Contracts.Health;
using Tautan.Health.Targets;

namespace Tautan.Health.Seeing;

/// <summary>Who is asked.</summary>
internal static class Witnesses
{
    /// <summary>How many are asked at most.</summary>
    public const int Most = 3;

    /// <summary>So young an answer need not be asked for again.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    /// <summary>Those targets of other origins in the same network whose verdict is up, one an origin. In the registry's lock.</summary>
    public static IEnumerable<Witness> Of(Registry registry, Origin failing, Network network) => Own(registry, failing, network)
        .Concat(registry.Elsewhere.Where(foreign => foreign.Origin != failing.Name && foreign.Network == network).Select(foreign => foreign.Witness));

    private static IEnumerable<Witness> Own(Registry registry, Origin failing, Network network) =>
        from origin in registry.Origins
        where origin.Name != failing.Name && !origin.State.IsDown
        let probe = origin.Probes.FirstOrDefault(probe =>
            Network.Of(probe.Remote) == network && probe.Targets.Exists(target => target.State.Verdict == Verdict.Up))
        where probe is not null
        select new Witness(probe.Key.Url, probe.Remote?.Address, probe.AnsweredAt, probe.Key.Workspace);

    /// <summary>The best of them: who answered just now; then those at other addresses; then who answered last.</summary>
    public static IReadOnlyList<Witness> Choose(IEnumerable<Witness> candidates, IPAddress? failing, DateTimeOffset now)
    {
        var best = new PriorityQueue<Witness, (bool, bool, DateTimeOffset)>();
        foreach (var candidate in candidates)
        {
            best.Enqueue(candidate, (IsFresh(candidate, now), !Equals(candidate.Address, failing), candidate.AnsweredAt ?? DateTimeOffset.MinValue));
            if (best.Count > Most) best.Dequeue();
        }

        var chosen = new Witness[best.Count];
        for (var i = chosen.Length - 1; i >= 0; i--) chosen[i] = best.Dequeue();
        return chosen;
    }

    public static bool IsFresh(Witness witness, DateTimeOffset now) => witness.AnsweredAt is { } at && now - at < Fresh;
}
