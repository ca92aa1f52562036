using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tautan.Health.Targets;
using Tautan.Platform.Persistence;
using Tautan.Platform.Persistence.Leases;
using Tautan.Platform.Web;

namespace Tautan.Health.Commands;

/// <summary>Where processes leave commands for each other.</summary>
internal sealed class CommandTable(IDbContextFactory<HealthDb> databases, IUnitOfWork<HealthDb> work, TimeProvider time)
{
    private const int MostAtOnce = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    // Whoever asked has gone by then.
    private static readonly TimeSpan Stale = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    /// <summary>Leaves a command for whoever watches a shard, and waits for its part of the answer up to 20 s.</summary>
    public async Task<CommandPart> LeaveAsync(CommandKind kind, WatchedLink link, int shard, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7(time.GetUtcNow());
        await work.WriteAsync((context, _) =>
        {
            context.Db.Commands.Add(new CommandRow { Id = id, WorkspaceId = link.Workspace, LinkId = link.Id, Kind = kind, Shard = shard, At = time.GetUtcNow() });
            return Task.FromResult(true);
        }, cancellationToken);

        var started = time.GetTimestamp();
        while (time.GetElapsedTime(started) < Patience)
        {
            await Task.Delay(Step, time, cancellationToken);
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            var row = await db.Commands.AsNoTracking().FirstOrDefaultAsync(command => command.Id == id, cancellationToken);
            if (row is { Status: not null, Body: { } body } && JsonSerializer.Deserialize<CommandPart>(body, JsonBody.Options) is { } part) return part;
        }

        return new CommandPart { Problem = CommandAnswer.NotWatching };
    }

    /// <summary>Commands for these shards that nobody has answered.</summary>
    public async Task<IReadOnlyList<CommandRow>> OpenAsync(ShardSet shards, CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow() - Stale;
        var numbers = shards.List();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Commands.AsNoTracking()
            .Where(row => row.Status == null && row.At >= since && numbers.Contains(row.Shard))
            .OrderBy(row => row.Id)
            .Take(MostAtOnce)
            .ToListAsync(cancellationToken);
    }

    public Task AnswerAsync(Guid command, CommandPart part, CancellationToken cancellationToken) => work.WriteAsync(async (context, token) =>
    {
        if (await context.Db.Commands.FindAsync([command], token) is not { } row) return false;
        row.Status = part.Problem?.Status ?? 200;
        row.Body = JsonSerializer.Serialize(part, JsonBody.Options);
        return true;
    }, cancellationToken);

    /// <summary>Deletes what is too old.</summary>
    public async Task DeleteOldAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - Kept;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (await db.Commands.AnyAsync(row => row.At < before, cancellationToken))
            await work.WriteAsync((context, token) => context.Db.Commands.Where(row => row.At < before).ExecuteDeleteAsync(token), cancellationToken);
    }
}
