using Tautan.Contracts.Health;
using Tautan.Health.Pages;
using Tautan.Health.Probing;

namespace Tautan.Health.Targets;

/// <summary>One URL that is fetched with one timeout, for all targets that look at it.</summary>
internal sealed class Probe
{
    public Probe(ProbeKey key)
    {
        Key = key;
        Id = key.ToId();
        OriginName = VerdictFeedKeys.OriginOf(key.Url);
        Host = Uri.TryCreate(key.Url, UriKind.Absolute, out var uri) ? uri.IdnHost : "";
        IsLoopback = uri?.IsLoopback == true;
        Shard = HostShard.Of(key.Url);
    }

    public ProbeKey Key { get; }

    public Guid Id { get; }

    /// <summary>Empty where the URL is none that can be fetched.</summary>
    public string OriginName { get; }

    public string Host { get; }

    /// <summary>Of its host.</summary>
    public int Shard { get; }

    /// <summary>The URL itself says so; what it is until an address was seen.</summary>
    public bool IsLoopback { get; }

    /// <summary>Never null once it is registered.</summary>
    public Origin Origin { get; set; } = null!;

    public List<Target> Targets { get; } = [];

    /// <summary>The address that it was last connected to; null: none yet.</summary>
    public RemoteAddress? Remote { get; set; }

    /// <summary>Public until the opposite was seen.</summary>
    public bool IsPublic => Remote?.IsPublic ?? !IsLoopback;

    /// <summary>When any HTTP answer last came. Steady.</summary>
    public DateTimeOffset? AnsweredAt { get; set; }

    /// <summary>When it is next to be made. Steady.</summary>
    public DateTimeOffset Due { get; set; }

    /// <summary>When the last one began. Steady; null: not known, or nobody looked since.</summary>
    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>How far apart its probes really are; null: not known yet.</summary>
    public TimeSpan? EffectiveInterval { get; set; }

    /// <summary>No link has it any more, or another process watches it.</summary>
    public bool IsGone { get; set; }

    /// <summary>What the page was when it was last looked at; null: it was not since the start, or is none.</summary>
    public PageSight? Page { get; set; }

    /// <summary>What was there at first; null: nothing yet.</summary>
    public PageBaseline? Baseline { get; set; }

    /// <summary>Whether one of its targets looks at the body.</summary>
    public bool NeedsBody { get; set; }

    /// <summary>The shortest interval that a link asks for; null where none of its links can redirect.</summary>
    /// <param name="now">By the clock on the wall.</param>
    public TimeSpan? IntervalAt(DateTimeOffset now)
    {
        TimeSpan? shortest = null;
        foreach (var target in Targets)
        {
            foreach (var use in target.Uses.Values)
            {
                if (use.IsActive(now) && (shortest is null || use.Interval < shortest)) shortest = use.Interval;
            }
        }

        return shortest;
    }
}
