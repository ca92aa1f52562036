using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tautan.Health.Targets;
using Tautan.Health.Watching;
using Tautan.Platform.Persistence;

namespace Tautan.Health.Commands;

/// <summary>Does the commands that other processes left, while this one watches.</summary>
internal sealed partial class CommandPickup(
    Watch watch,
    CommandRunner runner,
    LinkTable links,
    DatabaseOptions database,
    IDbContextFactory<HealthDb> databases,
    IUnitOfWork<HealthDb> work,
    TimeProvider time,
    ILogger<CommandPickup> logger) : BackgroundService
{
    private const int MostAtOnce = 50;
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);

    // Whoever asked has gone by then.
    private static readonly TimeSpan Stale = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);
    private readonly ConcurrentDictionary<Guid, bool> _inFlight = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // On SQLite the process that is asked is the one that watches.
        if (!database.IsPostgres) return;
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Every, time, stoppingToken);
            if (watch.Session is not { } session) continue;
            try
            {
                await PickUpAsync(session, stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                NotPickedUp(exception);
            }
        }
    }

    private async Task PickUpAsync(WatchSession session, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        List<CommandRow> open;
        bool hasOld;
        await using (var db = await databases.CreateDbContextAsync(cancellationToken))
        {
            open = await db.Commands.AsNoTracking()
                .Where(row => row.Status == null && row.At >= now - Stale)
                .OrderBy(row => row.Id)
                .Take(MostAtOnce)
                .ToListAsync(cancellationToken);
            hasOld = await db.Commands.AnyAsync(row => row.At < now - Kept, cancellationToken);
        }

        // A check may wait long for its turn; what comes after does not wait for it.
        foreach (var row in open.Where(row => _inFlight.TryAdd(row.Id, true))) _ = AnswerAsync(session, row, cancellationToken);
        if (hasOld)
            await work.WriteAsync((context, token) => context.Db.Commands.Where(row => row.At < now - Kept).ExecuteDeleteAsync(token), cancellationToken);
    }

    private async Task AnswerAsync(WatchSession session, CommandRow command, CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(session, command, cancellationToken);
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

    private async Task RunAsync(WatchSession session, CommandRow command, CancellationToken cancellationToken)
    {
        // Here the link may come later than it came to the process that was asked; it is looked for again at the next turn.
        if (links.Find(command.LinkId) is not { } link || link.Workspace != command.WorkspaceId) return;
        var answer = await runner.RunAsync(session, command.Kind, link, cancellationToken);
        await work.WriteAsync(async (context, token) =>
        {
            if (await context.Db.Commands.FindAsync([command.Id], token) is not { } row) return false;
            row.Status = answer.Status;
            row.Body = answer.Body;
            return true;
        }, cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The commands of other processes could not be picked up; it is tried again.")]
    private partial void NotPickedUp(Exception exception);
}
