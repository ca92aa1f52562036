using Microsoft.Extensions.Logging;

namespace Tautan.Platform.Resilience;

/// <summary>Tells the log when calls to a service begin to fail and when they are answered again: two lines an outage, however many calls it meets.</summary>
internal sealed partial class ServiceOutage(string service, ILogger logger)
{
    private long _missed;

    public void Missed(string problem)
    {
        if (Interlocked.Increment(ref _missed) == 1)
            LogAway(logger, service, problem);
    }

    public void Answered()
    {
        if (Volatile.Read(ref _missed) != 0 && Interlocked.Exchange(ref _missed, 0) is > 0 and var missed)
            LogBack(logger, service, missed);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The service {Service} does not answer calls: {Problem}")]
    private static partial void LogAway(ILogger logger, string service, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The service {Service} answers again; calls that it did not answer: {Missed}")]
    private static partial void LogBack(ILogger logger, string service, long missed);
}
