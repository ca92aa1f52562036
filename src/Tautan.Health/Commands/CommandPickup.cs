using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tautan.Health.Targets;
using Tautan.Health.Watching;
using Tautan.Platform.Persistence;
using Tautan.Platform.Persistence.Leases;

namespace Tautan.Health.Commands;

/// <summary>Does the commands that other processes left for what this one watches.</summary>
internal sealed partial class CommandPickup(
    Watch watch,
    CommandRunner runner,
    CommandTable table,
    LinkTable links,
    DatabaseOptions database,
    TimeProvider time,
    ILogger<CommandPickup> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Cleaning = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<Guid, bool> _inFlight = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // On SQLite the process that is asked is the one that watches.
        if (!database.IsPostgres) return;
        var cleaned = time.GetTimestamp();
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Every, time, stoppingToken);
            if (watch.Session is not { } session) continue;
            try
            {
                // A check may wait long for its turn; what comes after does not wait for it.
                foreach (var row in (await table.OpenAsync(session.Registry.Held, stoppingToken)).Where(row => _inFlight.TryAdd(row.Id, true)))
                    _ = AnswerAsync(session, row, stoppingToken);
                if (time.GetElapsedTime(cleaned) < Cleaning) continue;
                cleaned = time.GetTimestamp();
                await table.DeleteOldAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                NotPickedUp(exception);
            }
        }
    }

    private async Task AnswerAsync(WatchSession session, CommandRow command, CancellationToken cancellationToken)
    {
        try
        {
            // Here the link may come later than it came to the process that was asked; it is looked for again at the next turn.
            if (links.Find(command.LinkId) is not { } link || link.Workspace != command.WorkspaceId) return;
            var part = await runner.RunAsync(session, command.Kind, link, ShardSet.Of(command.Shard), cancellationToken);
            await table.AnswerAsync(command.Id, part, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            NotPickedUp(exception);
        }
        finally
        {
            _inFlight.TryRemove(command.Id, out _);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The commands of other processes could not be picked up; it is tried again.")]
    private partial void NotPickedUp(Exception exception);
}
