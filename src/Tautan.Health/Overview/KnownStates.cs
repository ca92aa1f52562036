using Microsoft.EntityFrameworkCore;
using Tautan.Contracts.Health;
using Tautan.Health.Storage;
using Tautan.Health.Targets;
using Tautan.Health.Verdicts;

namespace Tautan.Health.Overview;

/// <summary>What is stored of a workspace's targets, and which origins are down.</summary>
internal sealed class KnownStates
{
    private readonly Dictionary<Guid, TargetState> _targets;
    private readonly Dictionary<string, OriginState> _downOrigins;

    private KnownStates(Dictionary<Guid, TargetState> targets, Dictionary<string, OriginState> downOrigins) =>
        (_targets, _downOrigins) = (targets, downOrigins);

    public static async Task<KnownStates> ReadAsync(HealthDb db, Guid workspace, CancellationToken cancellationToken)
    {
        var targets = await db.Targets.AsNoTracking().Where(row => row.WorkspaceId == workspace).ToListAsync(cancellationToken);
        var origins = await db.Origins.AsNoTracking()
            .Where(row => row.Verdict == Verdict.Down && (row.WorkspaceId == null || row.WorkspaceId == workspace))
            .ToListAsync(cancellationToken);
        return new KnownStates(
            targets.ToDictionary(row => row.Key, row => row.ToState()),
            origins.GroupBy(row => row.Name).ToDictionary(group => group.Key, group => group.OrderBy(row => row.WorkspaceId is null ? 0 : 1).First().ToState()));
    }

    /// <param name="link">The link.</param>
    /// <param name="destination">One of its destinations.</param>
    public DestinationVerdict Of(WatchedLink link, WatchedDestination destination)
    {
        var target = _targets.GetValueOrDefault(destination.Target.ToGuid()) ?? TargetState.Unknown;
        if (!link.Health.Enabled && target.Verdict != Verdict.Paused) target = TargetState.Unknown with { Verdict = Verdict.Paused, Reason = Reasons.HealthOff };
        var origin = _downOrigins.Count == 0 ? null : _downOrigins.GetValueOrDefault(VerdictFeedKeys.OriginOf(destination.Url));
        return DestinationVerdict.Of(target, VerdictRules.Of(link.Health), origin, blind: false);
    }
}
