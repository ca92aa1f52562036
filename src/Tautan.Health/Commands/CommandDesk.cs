using Tautan.Health.Checking;
using Tautan.Health.FailingBack;
using Tautan.Health.Reading;
using Tautan.Health.Targets;
using Tautan.Health.Watching;
using Tautan.Platform.Persistence;

namespace Tautan.Health.Commands;

/// <summary>Takes commands: does them for what this process watches, leaves the rest to those that watch it, and answers for all.</summary>
internal sealed class CommandDesk(Watch watch, CommandRunner runner, CommandTable table, LinkHealthReader reader, DatabaseOptions database)
{
    public async Task<CommandAnswer> AskAsync(CommandKind kind, WatchedLink link, CancellationToken cancellationToken)
    {
        if (kind == CommandKind.FailBack && FailBackLink.Refuse(link) is { } refusal) return refusal;
        if (watch.Session is not { } session) return CommandAnswer.NotWatching;
        var own = link.Shards.Intersect(session.Registry.Held);
        var others = link.Shards.Except(own);
        if (!others.IsEmpty && !database.IsPostgres) return CommandAnswer.NotWatching;

        var parts = await Task.WhenAll(
            others.List().Select(shard => table.LeaveAsync(kind, link, shard, cancellationToken))
                .Prepend(runner.RunAsync(session, kind, link, own, cancellationToken)));
        return parts.Select(part => part.Problem).FirstOrDefault(problem => problem is not null)
            ?? (kind == CommandKind.FailBack ? await FailBackLink.AnswerAsync(link, parts, reader, cancellationToken) : CheckLink.Answer(link, parts));
    }
}
