using System.Collections.Concurrent;

namespace Tautan.Links.Writing;

/// <summary>When generated slugs of a domain must become longer: as soon as 1 in 50 tries hits one that is taken.</summary>
internal sealed class SlugGrowth
{
    private const int Tries = 50;

    private readonly ConcurrentDictionary<Guid, Tally> _tallies = new();

    /// <summary>Counts tries of one length.</summary>
    /// <returns>True where the next slugs must be longer.</returns>
    public bool Count(Guid domain, int tries, int collisions)
    {
        var tally = _tallies.GetOrAdd(domain, _ => new Tally());
        lock (tally)
        {
            tally.Tries += tries;
            tally.Collisions += collisions;
            if (tally.Tries < Tries)
                return false;
            var mustGrow = tally.Collisions * Tries >= tally.Tries;
            (tally.Tries, tally.Collisions) = (0, 0);
            return mustGrow;
        }
    }

    private sealed class Tally
    {
        public long Tries { get; set; }

        public long Collisions { get; set; }
    }
}
