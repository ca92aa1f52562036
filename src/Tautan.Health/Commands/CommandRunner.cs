using Microsoft.Extensions.Logging;
using Tautan.Health.Baselines;
using Tautan.Health.Checking;
using Tautan.Health.FailingBack;
using Tautan.Health.Targets;
using Tautan.Health.Watching;
using Tautan.Platform.Persistence.Leases;
using Tautan.Platform.Web;

namespace Tautan.Health.Commands;

/// <summary>Does what is asked, in the process that watches.</summary>
internal sealed partial class CommandRunner(TimeProvider time, ILogger<CommandRunner> logger)
{
    /// <param name="session">Of this process.</param>
    /// <param name="kind">What is asked.</param>
    /// <param name="link">Of which link.</param>
    /// <param name="shards">For its destinations in these.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<CommandPart> RunAsync(
        WatchSession session, CommandKind kind, WatchedLink link, ShardSet shards, CancellationToken cancellationToken)
    {
        try
        {
            return kind switch
            {
                CommandKind.Check => await CheckLink.RunAsync(session, link, shards, time, cancellationToken),
                CommandKind.TakeBaseline => await TakeBaseline.RunAsync(session, link, shards, time, cancellationToken),
                CommandKind.FailBack => await FailBackLink.RunAsync(session, link, shards, time, cancellationToken),

                // Of a newer version.
                _ => new CommandPart { Problem = CommandAnswer.NotWatching },
            };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The watch ended, another process took it over, or the link is no more.
            return new CommandPart { Problem = CommandAnswer.NotWatching };
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            NotDone(kind, link.Id, exception);
            return new CommandPart { Problem = CommandAnswer.Of(Problems.Create(500, "not_done", "It could not be done; the log of Health says why.")) };
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Kind} of link {Link} could not be done.")]
    private partial void NotDone(CommandKind kind, Guid link, Exception exception);
}
