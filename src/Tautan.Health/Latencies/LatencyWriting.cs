using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Tautan.Health.Latencies;

/// <summary>Stores gathered latencies every 10 minutes and at the end; a process that dies takes with it what came since.</summary>
internal sealed partial class LatencyWriting(LatencyBook book, TimeProvider time, ILogger<LatencyWriting> logger) : BackgroundService
{
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    /// <summary>To be called after the watch has ended: hosted services stop in the opposite order of their registration.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(Every, time, stoppingToken);
            await TryAsync(stoppingToken);
        }
    }

    private async Task TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            await book.StoreAsync(null, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            NotStored(exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Latencies could not be stored; it is tried again.")]
    private partial void NotStored(Exception exception);
}
