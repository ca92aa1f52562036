using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Tautan.Identity.Signing;

/// <summary>Has the keys ready before the first request, and looks every ten minutes whether one is due.</summary>
internal sealed partial class KeyKeeping(SigningKeys keys, TimeProvider time, ILogger<KeyKeeping> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(10);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await keys.RefreshAsync(isAsked: false, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await keys.RefreshAsync(isAsked: false, stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailed(logger, exception);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The keys of tokens could not be looked after")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
