using Microsoft.EntityFrameworkCore;
using Tautan.Health.Targets;
using Tautan.Health.Watching;
using Tautan.Platform.Persistence;

namespace Tautan.Health.Commands;

/// <summary>Takes commands: does them where this process watches, and leaves them to the one that does where it does not.</summary>
internal sealed class CommandDesk(
    Watch watch,
    CommandRunner runner,
    DatabaseOptions database,
    IDbContextFactory<HealthDb> databases,
    IUnitOfWork<HealthDb> work,
    TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    public async Task<CommandAnswer> AskAsync(CommandKind kind, WatchedLink link, CancellationToken cancellationToken)
    {
        if (watch.Session is { } session) return await runner.RunAsync(session, kind, link, cancellationToken);
        return database.IsPostgres ? await LeaveAsync(kind, link, cancellationToken) : CommandAnswer.NotWatching;
    }

    private async Task<CommandAnswer> LeaveAsync(CommandKind kind, WatchedLink link, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7(time.GetUtcNow());
        await work.WriteAsync((context, _) =>
        {
            context.Db.Commands.Add(new CommandRow { Id = id, WorkspaceId = link.Workspace, LinkId = link.Id, Kind = kind, At = time.GetUtcNow() });
            return Task.FromResult(true);
        }, cancellationToken);

        var started = time.GetTimestamp();
        while (time.GetElapsedTime(started) < Patience)
        {
            await Task.Delay(Step, time, cancellationToken);
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            var row = await db.Commands.AsNoTracking().FirstOrDefaultAsync(command => command.Id == id, cancellationToken);
            if (row is { Status: { } status, Body: { } body }) return new CommandAnswer(status, body);
        }

        return CommandAnswer.NotWatching;
    }
}
