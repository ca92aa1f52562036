using System.Net;
using Microsoft.Extensions.Logging;
using Tautan.Platform.Hosting;

namespace Tautan.Serving;

/// <summary>
/// Gives systemd a sign of life twice in the time that it waits for one, after this process has answered a request of its own: one
/// that hangs is started anew.
/// </summary>
internal sealed partial class Watchdog(SystemdNotifier notifier, ServiceProcess process, ILogger logger) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;

    public void Start()
    {
        if (notifier.Watchdog is { } patience)
            _loop = Task.Run(() => RunAsync(patience / 2));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync(TimeSpan pause)
    {
        // A connection each time: they go round the threads that wait on sockets, and each must be alive.
        using var handler = new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.Zero };
        using var client = new HttpClient(handler) { BaseAddress = Address(), Timeout = pause };
        using var timer = new PeriodicTimer(pause, process.Time);
        do
        {
            if (await AnswersAsync(client))
                notifier.Alive();
        }
        while (await timer.WaitForNextTickAsync(_stop.Token));
    }

    private async Task<bool> AnswersAsync(HttpClient client)
    {
        try
        {
            using var response = await client.GetAsync("/health/live", _stop.Token);
            return response.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !_stop.IsCancellationRequested)
        {
            LogNotAnswered(logger, exception.Message);
            return false;
        }
    }

    private Uri Address()
    {
        if (process.Sockets.Operations is not [{ EndPoint: IPEndPoint given }, ..])
            return UrlsOptions.Reachable(new Uri(process.Urls.Operations));
        return UrlsOptions.Reachable(new Uri($"http://{given}"));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "This process does not answer its own question, and systemd is given no sign of life: {Problem}")]
    private static partial void LogNotAnswered(ILogger logger, string problem);
}
