using Microsoft.AspNetCore.Http;
using Tautan.Health.Commands;
using Tautan.Health.Reading;
using Tautan.Health.Targets;
using Tautan.Health.Watching;

namespace Tautan.Health.FailingBack;

/// <summary>Fails a link with manual failback back to those of its destinations that succeed again.</summary>
internal static class FailBackLink
{
    /// <returns>200 with how the link is then; 409 where it fails back by itself, or where what is down still fails.</returns>
    public static async Task<CommandAnswer> RunAsync(
        WatchSession session, WatchedLink link, LinkHealthReader reader, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!link.Health.ManualFailback)
        {
            return CommandAnswer.Problem(
                StatusCodes.Status409Conflict, "failback_is_automatic", "This link fails back by itself when its hold has ended; health.failback is not manual.");
        }

        var failedBack = 0;
        var stillDown = 0;
        foreach (var (_, target) in (await WatchedTargets.FindAsync(session, link, time, cancellationToken)).DistinctBy(pair => pair.Target))
        {
            if (await session.Recorder.FailBackAsync(target, cancellationToken)) failedBack++;
            else if (target.State.IsDown || target.Probe.Origin.State.IsDown) stillDown++;
        }

        return failedBack == 0 && stillDown > 0
            ? CommandAnswer.Problem(StatusCodes.Status409Conflict, "still_failing", "What is down has not succeeded often enough yet to fail back.")
            : CommandAnswer.Of(StatusCodes.Status200OK, await reader.ReadAsync(link, cancellationToken));
    }
}
