using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tautan.Platform.Hosting;

namespace Tautan.Serving;

/// <summary>
/// Runs the host of one service: starts it, starts it again with growing pauses when it fails or crashes, and stops it.
/// The other hosts of the process do not notice.
/// </summary>
internal sealed partial class ServiceSupervisor(string name, bool isPublic, Func<WebApplication> build, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _firstStart = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile WebApplication? _running;
    private volatile string _reason = "starting";
    private volatile bool _isRestartAsked;
    private volatile bool _isRetiring;
    private TimeSpan _drainTime = ServiceHost.DrainTime;
    private volatile Drain? _drain;
    private Task _loop = Task.CompletedTask;

    public string Name => name;

    /// <summary>It serves everybody, and is to be the last to stop.</summary>
    public bool IsPublic => isPublic;

    /// <summary>Completes when the host runs for the first time; fails where it never can: a setting is wrong, an address is taken.</summary>
    public Task FirstStart => _firstStart.Task;

    public void Start() => _loop = Task.Run(RunAsync);

    /// <summary>How the service is, from memory.</summary>
    public Readiness Readiness()
    {
        if (_isRetiring)
            return Platform.Hosting.Readiness.Failing("stopping");
        if (_running is not { } app)
            return Platform.Hosting.Readiness.Failing(_reason);
        try
        {
            var parts = app.Services.GetServices<IReadinessCheck>().Select(check => check.Check()).ToList();
            return parts.Count == 0
                ? Platform.Hosting.Readiness.Ready
                : new Readiness(parts.Max(part => part.Status), [.. parts.SelectMany(part => part.Reasons)]);
        }
        catch (ObjectDisposedException)
        {
            return Platform.Hosting.Readiness.Failing("restarting");
        }
    }

    /// <summary>Something of the host that others in the process may ask; null while it does not run.</summary>
    public T? Find<T>()
        where T : class
    {
        try
        {
            return _running?.Services.GetService<T>();
        }
        catch (ObjectDisposedException)
        {
            return null;
        }
    }

    /// <summary>Stops the host, where it runs, and starts a new one at once.</summary>
    public void Restart()
    {
        if (_running is not { } app)
            return;
        _isRestartAsked = true;
        app.Lifetime.StopApplication();
    }

    /// <summary>Says from now on that the service is not ready, while it still does its work: whoever sends it any shall send it elsewhere.</summary>
    public void Retire() => _isRetiring = true;

    /// <summary>Closes kept connections with their next answer from now on: whoever connects anew is to find the next process.</summary>
    public void Drain() => _drain?.Begin();

    /// <summary>Stops taking work, finishes what is in flight, and returns.</summary>
    /// <param name="drain">How long finishing may take.</param>
    public async Task StopAsync(TimeSpan drain)
    {
        Retire();
        _drainTime = drain;
        await _stop.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(_drainTime);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        var pause = FirstPause;
        while (!_stop.IsCancellationRequested)
        {
            var startedAt = Environment.TickCount64;
            try
            {
                await using var app = build();
                await RunOnceAsync(app);
                if (!_stop.IsCancellationRequested && !_isRestartAsked)
                    LogCrashed(logger, name);
            }
            catch (Exception) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                _running = null;
                _reason = Describe(exception);
                if (exception is SettingsException or AddressInUseException or IOException { InnerException: AddressInUseException or SocketException } && !_firstStart.Task.IsCompleted)
                {
                    _firstStart.TrySetException(exception is SettingsException ? exception : new ServeException(_reason));
                    return;
                }

                LogFailed(logger, exception is ServeException or Platform.Persistence.DatabaseException or Platform.Certificates.CertificateException ? null : exception, name, _reason);
            }

            if (_stop.IsCancellationRequested)
                return;
            if (Environment.TickCount64 - startedAt > 30_000)
                pause = FirstPause;
            if (_isRestartAsked)
            {
                _isRestartAsked = false;
                continue;
            }

            await Task.Delay(pause, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
        }
    }

    private async Task RunOnceAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync(_stop.Token);
        }
        catch
        {
            // Some of it may run already, and is to finish; what is only disposed is torn off.
            using var soon = new CancellationTokenSource(_drainTime);
            await app.StopAsync(soon.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        _drain = app.Services.GetService<Drain>();
        _running = app;
        _firstStart.TrySetResult();
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var onStopping = app.Lifetime.ApplicationStopping.Register(() =>
        {
            _reason = "restarting";
            _running = null;
            stopping.TrySetResult();
        });
        using var onStop = _stop.Token.Register(() => stopping.TrySetResult());
        // A host that crashes asks to be stopped, and waits for somebody who does.
        await stopping.Task;
        _running = null;
        using var limit = new CancellationTokenSource(_drainTime);
        await app.StopAsync(limit.Token);
    }

    private static string Describe(Exception exception) =>
        exception.GetBaseException() is SocketException or AddressInUseException
            ? $"cannot_listen: {exception.Message}"
            : exception is Platform.Persistence.DatabaseException ? $"database: {exception.Message}" : exception.Message;

    [LoggerMessage(Level = LogLevel.Error, Message = "{Service} ended by itself; it is started again")]
    private static partial void LogCrashed(ILogger logger, string service);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Service} does not run: {Reason}")]
    private static partial void LogFailed(ILogger logger, Exception? exception, string service, string reason);
}
