using Microsoft.Extensions.Logging;
using Tautan.Health.Checking;
using Tautan.Health.FailingBack;
using Tautan.Health.Reading;
using Tautan.Health.Targets;
using Tautan.Health.Watching;

namespace Tautan.Health.Commands;

/// <summary>Does what is asked, in the process that watches.</summary>
internal sealed partial class CommandRunner(LinkHealthReader reader, TimeProvider time, ILogger<CommandRunner> logger)
{
    public async Task<CommandAnswer> RunAsync(WatchSession session, CommandKind kind, WatchedLink link, CancellationToken cancellationToken)
    {
        try
        {
            return kind == CommandKind.Check
                ? await CheckLink.RunAsync(session, link, time, cancellationToken)
                : await FailBackLink.RunAsync(session, link, reader, time, cancellationToken);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The watch ended, or the link is no more.
            return CommandAnswer.NotWatching;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            NotDone(kind, link.Id, exception);
            return CommandAnswer.Problem(500, "not_done", "It could not be done; the log of Health says why.");
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Kind} of link {Link} could not be done.")]
    private partial void NotDone(CommandKind kind, Guid link, Exception exception);
}
