using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Tautan.Serving;

/// <summary>
/// The house, as the edge sees it: a child that is started again whenever it ends. A pipe to its standard input tells it that the edge
/// lives; a line on it asks it to stop. One that hangs is ended.
/// </summary>
internal sealed partial class HouseChild(ServeOptions options, HousePulse pulse, ILogger logger) : IAsyncDisposable
{
    /// <summary>The exit code of a process whose settings are wrong (EX_CONFIG of sysexits.h): starting it again is of no use.</summary>
    public const int BadSettings = 78;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _gaveUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _loop = Task.CompletedTask;
    private volatile Process? _process;
    private volatile CancellationTokenSource? _watching;
    private volatile TaskCompletionSource<int> _nextStart = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile TaskCompletionSource _hurry = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isEstablished;
    private IReadOnlySet<string> _newDatabases = options.NewDatabases;

    /// <summary>Completes when the house cannot be started at all.</summary>
    public Task GaveUp => _gaveUp.Task;

    /// <summary>
    /// All of it was ready once: a database that is lost from now on is not made anew, whatever the first start was allowed, and a setting that
    /// somebody spoils ends the house alone.
    /// </summary>
    public void Established()
    {
        _newDatabases = new HashSet<string>();
        _isEstablished = true;
    }

    public void Start() => _loop = Task.Run(RunAsync);

    /// <summary>Asks it to stop, gives it time to finish, and ends it where it does not.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        await _stop.CancelAsync();
        if (_process is { } process)
            AskToStop(process);

        using var limit = new CancellationTokenSource(patience);
        await _loop.WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_loop.IsCompleted && _process is { } late)
        {
            Kill(late);
            await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Asks it to stop, ends it where it does not in time, and starts it again at once.</summary>
    /// <returns>The process that runs now.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled; what was begun goes on.</exception>
    public async Task<int> ReplaceAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var started = _nextStart.Task;
        _hurry.TrySetResult();
        if (_process is { } process)
        {
            _watching?.Cancel();
            AskToStop(process);
            using var limit = new CancellationTokenSource(patience);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
            await ((Task)started).WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            if (!started.IsCompleted)
                Kill(process);
        }

        return await started.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.Zero);
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
                if (await RunOnceAsync() == BadSettings && !_isEstablished && !_stop.IsCancellationRequested)
                {
                    _gaveUp.TrySetResult();
                    return;
                }
            }
            catch (Exception exception) when (exception is Win32Exception or IOException or UnauthorizedAccessException)
            {
                // No memory, no room for another process, a program that is being replaced: that passes.
                LogNotStarted(logger, exception.Message);
            }

            if (Environment.TickCount64 - startedAt > 30_000)
                pause = FirstPause;
            await _hurry.Task.WaitAsync(pause, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = _hurry.Task.IsCompleted ? FirstPause : TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
            if (_hurry.Task.IsCompleted)
                _hurry = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private async Task<int> RunOnceAsync()
    {
        using var process = Process.Start(StartInfo())!;
        _process = process;
        LogStarted(logger, process.Id);
        Interlocked.Exchange(ref _nextStart, new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult(process.Id);
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        _watching = watching;
        var watch = EndWhenHungAsync(process, watching.Token);
        // Who asked it to stop before it was there found nobody to ask.
        if (_stop.IsCancellationRequested)
            AskToStop(process);
        await process.WaitForExitAsync();
        _process = null;
        var isExpected = watching.IsCancellationRequested;
        _watching = null;
        await watching.CancelAsync();
        await watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!isExpected && (process.ExitCode != BadSettings || _isEstablished))
            LogEnded(logger, process.Id, process.ExitCode);
        return process.ExitCode;
    }

    private async Task EndWhenHungAsync(Process process, CancellationToken cancellationToken)
    {
        await pulse.LostAsync(cancellationToken);
        LogHung(logger, process.Id, HousePulse.Missed);
        End(process);
    }

    private static void AskToStop(Process process)
    {
        try
        {
            process.StandardInput.WriteLine("stop");
            process.StandardInput.Flush();
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            // It has ended.
        }
    }

    private void Kill(Process process)
    {
        LogKilled(logger, process.Id);
        End(process);
    }

    private static void End(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended after all.
        }
    }

    private ProcessStartInfo StartInfo()
    {
        var program = Environment.ProcessPath!;
        var info = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardInput = true };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
            info.ArgumentList.Add(typeof(HouseChild).Assembly.Location);
        foreach (var argument in (string[])["serve", .. Catalogue.House, "--house", "--data", options.DataDirectory])
            info.ArgumentList.Add(argument);
        foreach (var service in _newDatabases)
        {
            info.ArgumentList.Add("--new-database");
            info.ArgumentList.Add(service);
        }

        // The edge's alone: what completes inline must never block, and SQLite does.
        info.Environment.Remove(InlineCompletions.Variable);
        return info;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The house runs as process {ProcessId}")]
    private static partial void LogStarted(ILogger logger, int processId);

    [LoggerMessage(Level = LogLevel.Error, Message = "The house (process {ProcessId}) ended with {ExitCode}; it is started again. Redirects go on")]
    private static partial void LogEnded(ILogger logger, int processId, int exitCode);

    [LoggerMessage(Level = LogLevel.Error, Message = "The house could not be started, and is tried again: {Problem}. Redirects go on")]
    private static partial void LogNotStarted(ILogger logger, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "The house (process {ProcessId}) has not answered {Missed} times in a row and is ended. Redirects go on")]
    private static partial void LogHung(ILogger logger, int processId, int missed);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The house (process {ProcessId}) did not finish in time and is ended")]
    private static partial void LogKilled(ILogger logger, int processId);
}
