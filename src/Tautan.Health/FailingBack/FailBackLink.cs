using Microsoft.AspNetCore.Http;
using Tautan.Health.Commands;
using Tautan.Health.Reading;
using Tautan.Health.Targets;
using Tautan.Health.Watching;
using Tautan.Platform.Persistence.Leases;
using Tautan.Platform.Web;

namespace Tautan.Health.FailingBack;

/// <summary>Fails a link with manual failback back to those of its destinations that succeed again.</summary>
internal static class FailBackLink
{
    public static readonly Problem IsAutomatic = Problems.Create(
        StatusCodes.Status409Conflict, "failback_is_automatic", "This link fails back by itself when its hold has ended; health.failback is not manual.");

    public static readonly Problem StillFailing = Problems.Create(
        StatusCodes.Status409Conflict, "still_failing", "What is down has not succeeded often enough yet to fail back.");

    /// <returns>409 where it fails back by itself; else null.</returns>
    public static CommandAnswer? Refuse(WatchedLink link) => link.Health.ManualFailback ? null : CommandAnswer.Of(IsAutomatic);

    /// <summary>Fails back those of its destinations that are of these shards.</summary>
    public static async Task<CommandPart> RunAsync(
        WatchSession session, WatchedLink link, ShardSet shards, TimeProvider time, CancellationToken cancellationToken)
    {
        var failedBack = 0;
        var stillDown = 0;
        foreach (var (_, target) in (await WatchedTargets.FindAsync(session, link, shards, time, cancellationToken)).DistinctBy(pair => pair.Target))
        {
            if (await session.Recorder.FailBackAsync(target, cancellationToken)) failedBack++;
            else if (target.State.IsDown || target.Probe.Origin.State.IsDown) stillDown++;
        }

        return new CommandPart { FailedBack = failedBack, StillDown = stillDown };
    }

    /// <returns>200 with how the link is then; 409 where what is down still fails.</returns>
    public static async Task<CommandAnswer> AnswerAsync(
        WatchedLink link, IReadOnlyList<CommandPart> parts, LinkHealthReader reader, CancellationToken cancellationToken) =>
        parts.All(part => part.FailedBack == 0) && parts.Any(part => part.StillDown > 0)
            ? CommandAnswer.Of(StillFailing)
            : CommandAnswer.Of(StatusCodes.Status200OK, await reader.ReadAsync(link, cancellationToken));
}
