using Tautan.Health.Checking;
using Tautan.Health.Commands;
using Tautan.Health.Targets;
using Tautan.Health.Watching;
using Tautan.Platform.Persistence.Leases;

namespace Tautan.Health.Baselines;

/// <summary>Forgets what was at a link's destinations at first, and probes them: what answers well now is what they are compared with from then on.</summary>
internal static class TakeBaseline
{
    /// <summary>For those destinations that are of these shards.</summary>
    public static async Task<CommandPart> RunAsync(
        WatchSession session, WatchedLink link, ShardSet shards, TimeProvider time, CancellationToken cancellationToken)
    {
        var probes = (await WatchedTargets.FindAsync(session, link, shards, time, cancellationToken)).Select(pair => pair.Target.Probe).Distinct().ToList();
        await session.Recorder.ForgetBaselinesAsync(probes, cancellationToken);
        return await CheckLink.RunAsync(session, link, shards, time, cancellationToken);
    }
}
