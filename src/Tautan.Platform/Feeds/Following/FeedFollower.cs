using Grpc.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tautan.Contracts.Feeds;
using Tautan.Platform.Discovery;

namespace Tautan.Platform.Feeds;

/// <summary>
/// The side of a feed that keeps a copy: in a table in memory, and on disk, so that it knows what it knew when everything
/// else is dead. It works on a thread of its own: whoever owns the table may be a process whose other threads must not block.
/// </summary>
public sealed partial class FeedFollower : IHostedService, IDisposable
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FlushEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestBackoff = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestAway = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestFailing = TimeSpan.FromSeconds(10);

    private readonly FeedFollowerOptions _options;
    private readonly IServiceHandlers _handlers;
    private readonly TimeProvider _time;
    private readonly ILogger<FeedFollower> _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly FeedCopy _copy;
    private readonly FeedBoard _board;
    private readonly FeedIntake _intake;
    private readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Thread? _thread;
    private int _isDisposed;

    public FeedFollower(FeedFollowerOptions options, IServiceHandlers handlers, IFeedTable table, TimeProvider time, ILogger<FeedFollower> logger)
        : this(options, handlers, table, time, logger, new FeedDisk())
    {
    }

    internal FeedFollower(FeedFollowerOptions options, IServiceHandlers handlers, IFeedTable table, TimeProvider time, ILogger<FeedFollower> logger, FeedDisk disk)
    {
        _options = options;
        _handlers = handlers;
        _time = time;
        _logger = logger;
        _copy = new FeedCopy(options.Directory, options.Name, disk: disk);
        _board = new FeedBoard(_copy, time);
        _intake = new FeedIntake(options, _copy, table, _board, time, logger);
    }

    public string Name => _options.Name;

    public FeedStatus Status => _board.Status;

    public FeedPosition Position => _board.Status.Position;

    /// <summary>Completes when what was on disk is in the table.</summary>
    public Task Loaded => _loaded.Task;

    /// <summary>Waits until this copy has a revision.</summary>
    /// <returns>False where it has not within the time.</returns>
    public Task<bool> WaitForAsync(string epoch, ulong revision, TimeSpan timeout, CancellationToken cancellationToken) =>
        _board.WaitForAsync(epoch, revision, timeout, cancellationToken);

    /// <summary>Starts; returns when what was on disk is in the table.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _thread = new Thread(Run) { IsBackground = true, Name = $"feed {_options.Name}" };
        _thread.Start();
        return _loaded.Task.WaitAsync(cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        if (_thread is { } thread)
            await Task.Run(() => thread.Join(TimeSpan.FromSeconds(5)), cancellationToken);
    }

    public void Dispose()
    {
        // Registered under its key and as a hosted service, it is disposed once for each.
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
            return;
        _stop.Cancel();
        _thread?.Join(TimeSpan.FromSeconds(5));
        _copy.Dispose();
        _stop.Dispose();
    }

    private void Run()
    {
        try
        {
            _intake.Load();
            _loaded.TrySetResult();
        }
        catch (Exception exception)
        {
            _loaded.TrySetException(exception);
            return;
        }

        var backoff = ShortestBackoff;
        while (!_stop.IsCancellationRequested)
        {
            var heard = Status.LastHeard;
            var longest = LongestAway;
            try
            {
                Follow(_stop.Token);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                // What fails here and not on the way, fails again: a snapshot that the disk has no room for must not be asked for without pause.
                if (!_stop.IsCancellationRequested && !TryReportLost(exception))
                    longest = LongestFailing;
            }

            _intake.End();
            backoff = longest == LongestAway && Status.LastHeard != heard
                ? ShortestBackoff
                : TimeSpan.FromTicks(Math.Min(backoff.Ticks * 2, longest.Ticks));
            _stop.Token.WaitHandle.WaitOne(backoff);
        }

        _copy.FlushToDisk();
    }

    private void Follow(CancellationToken cancellationToken)
    {
        using var call = _options.Watch(_handlers.Channel(_options.Source), _intake.Begin(), cancellationToken);
        while (TryNext(call.ResponseStream, cancellationToken) && _intake.Take(call.ResponseStream.Current))
        {
        }
    }

    private bool TryNext(IAsyncStreamReader<FeedFrame> stream, CancellationToken cancellationToken)
    {
        var next = stream.MoveNext(cancellationToken);
        for (var waited = TimeSpan.Zero; ; waited += FlushEvery)
        {
            if (Wait(next, FlushEvery, cancellationToken))
            {
                var hasNext = next.GetAwaiter().GetResult();
                if (hasNext)
                    _board.Publish(status => status with { IsConnected = true, LastHeard = _time.GetUtcNow() });
                return hasNext;
            }

            _copy.FlushToDisk();
            if (waited >= Silence)
                throw new TimeoutException($"{_options.Source} has not spoken for {Silence.TotalSeconds} seconds.");
        }
    }

    private static bool Wait(Task task, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            return task.Wait((int)timeout.TotalMilliseconds, cancellationToken);
        }
        catch (AggregateException)
        {
            return true;
        }
    }

    // False: it was no lost connection, but a failure.
    private bool TryReportLost(Exception exception)
    {
        var isLost = exception is RpcException { StatusCode: StatusCode.Unavailable or StatusCode.Aborted or StatusCode.Cancelled } or TimeoutException;
        if (isLost)
            LogLost(_logger, _options.Name, exception is RpcException rpc ? rpc.Status.Detail : exception.Message);
        else
            LogFailed(_logger, exception, _options.Name);
        return isLost;
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The feed of {Feed} is away: {Problem}")]
    private static partial void LogLost(ILogger logger, string feed, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "Following the feed of {Feed} failed; it is tried again")]
    private static partial void LogFailed(ILogger logger, Exception exception, string feed);
}
