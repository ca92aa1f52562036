using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Tautan.Serving;

/// <summary>
/// The house, as the edge sees it: a child that is started again whenever it ends. A pipe to its standard input tells it that the edge
/// lives; a line on it asks it to stop.
/// </summary>
internal sealed partial class HouseChild(ServeOptions options, ILogger logger) : IAsyncDisposable
{
    /// <summary>The exit code of a process whose settings are wrong (EX_CONFIG of sysexits.h): starting it again is of no use.</summary>
    public const int BadSettings = 78;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _gaveUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _loop = Task.CompletedTask;
    private volatile Process? _process;
    private IReadOnlySet<string> _newDatabases = options.NewDatabases;

    /// <summary>Completes when the house cannot be started at all.</summary>
    public Task GaveUp => _gaveUp.Task;

    /// <summary>All of it was ready once: a database that is lost from now on is not made anew, whatever the first start was allowed.</summary>
    public void Established() => _newDatabases = new HashSet<string>();

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
                if (await RunOnceAsync() == BadSettings && !_stop.IsCancellationRequested)
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
            await Task.Delay(pause, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
        }
    }

    private async Task<int> RunOnceAsync()
    {
        using var process = Process.Start(StartInfo())!;
        _process = process;
        LogStarted(logger, process.Id);
        // Who asked it to stop before it was there found nobody to ask.
        if (_stop.IsCancellationRequested)
            AskToStop(process);
        await process.WaitForExitAsync();
        _process = null;
        if (!_stop.IsCancellationRequested && process.ExitCode != BadSettings)
            LogEnded(logger, process.Id, process.ExitCode);
        return process.ExitCode;
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
        try
        {
            LogKilled(logger, process.Id);
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "The house (process {ProcessId}) did not finish in time and is ended")]
    private static partial void LogKilled(ILogger logger, int processId);
}
