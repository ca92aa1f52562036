using Microsoft.AspNetCore.Http;
using Tautan.Health.Checks;
using Tautan.Health.Commands;
using Tautan.Health.History;
using Tautan.Health.Scheduling;
using Tautan.Health.Targets;
using Tautan.Health.Watching;
using Tautan.Platform.Persistence.Leases;

namespace Tautan.Health.Checking;

/// <summary>Probes all destinations of a link now, as politely as ever.</summary>
internal static class CheckLink
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Probes those of these shards, and waits up to 15 s.</summary>
    public static async Task<CommandPart> RunAsync(
        WatchSession session, WatchedLink link, ShardSet shards, TimeProvider time, CancellationToken cancellationToken)
    {
        var watched = await WatchedTargets.FindAsync(session, link, shards, time, cancellationToken);
        var running = watched
            .Where(pair => !pair.Target.IsPaused)
            .GroupBy(pair => pair.Target.Probe)
            .ToDictionary(group => group.Key, group => session.CheckAsync(group.Key, cancellationToken));
        var all = Task.WhenAll(running.Values);
        await Task.WhenAny(all, Task.Delay(Patience, time, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        if (all.IsCompleted) await all;

        var made = running.Where(pair => pair.Value.IsCompletedSuccessfully).ToDictionary(pair => pair.Key, pair => pair.Value.Result);
        var items = watched
            .Where(pair => made.ContainsKey(pair.Target.Probe))
            .Select(pair => View(pair.Target, pair.Destination.Id, made[pair.Target.Probe]))
            .ToList();
        return new CommandPart { Items = items, IsWaiting = made.Count < running.Count };
    }

    /// <returns>200 with the probes just made; 202 with those that were made so far, where some still wait for their turn.</returns>
    public static CommandAnswer Answer(WatchedLink link, IReadOnlyList<CommandPart> parts)
    {
        var place = link.AllDestinations.Select(destination => destination.Id).Distinct().Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        return CommandAnswer.Of(
            parts.Any(part => part.IsWaiting) ? StatusCodes.Status202Accepted : StatusCodes.Status200OK,
            new CheckPage([.. parts.SelectMany(part => part.Items).OrderBy(item => place.GetValueOrDefault(item.Destination))], null));
    }

    private static CheckView View(Target target, Guid destination, ProbeRun run) =>
        CheckView.Of(CheckRun.Of(target.Key, target.Workspace, run, target.Expectation.Judge(run.Result, run.Doubt)), destination);
}
