using Microsoft.Extensions.Logging;
using Tautan.Platform.Hosting;

namespace Tautan.Serving;

/// <summary>Restarts the house because somebody wants that: it finishes what is in flight, and who calls it meanwhile waits at the door.</summary>
internal sealed partial class HouseRestart(ServeOptions options, HouseChild house, Readings readings, ServiceRestarts restarts, TimeProvider time, ILogger logger)
{
    /// <summary>How long it may take to stop.</summary>
    public static readonly TimeSpan Drain = ServiceHost.DrainTime * 0.8 + TimeSpan.FromSeconds(1);

    /// <summary>How long it may then take until none of its services is failing.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);
    private int _isRunning;

    /// <returns>Null: it is ready again. Else why it is not.</returns>
    public async Task<string?> RunAsync(Action<int> started, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _isRunning, 1) == 1)
            return "A restart of the house is under way already.";
        try
        {
            // What cannot start again is not stopped.
            Preparation.ReadSettings(options.DataDirectory);
            LogRestarting(logger);
            restarts.Begin(Catalogue.House, Drain + Patience);
            started(await house.ReplaceAsync(Drain, cancellationToken));
            return await ReadyAsync(cancellationToken);
        }
        catch (SettingsException exception)
        {
            return $"The house was not restarted: {exception.Message}";
        }
        finally
        {
            restarts.End();
            Volatile.Write(ref _isRunning, 0);
        }
    }

    private async Task<string?> ReadyAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            var all = await readings.AllAsync(cancellationToken);
            var failing = Catalogue.House.Where(service => all[service].Status == ReadyStatus.Failing).ToList();
            if (failing.Count == 0)
                return null;
            if (time.GetElapsedTime(began) >= Patience)
                return $"The house is not ready after {Patience.TotalSeconds} seconds: {string.Join("; ", failing.Select(service => $"{service}: {string.Join(", ", all[service].Reasons)}"))}";
            await Task.Delay(Between, time, cancellationToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The house is restarted, as was asked. Redirects go on")]
    private static partial void LogRestarting(ILogger logger);
}
