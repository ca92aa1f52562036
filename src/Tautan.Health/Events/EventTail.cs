using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Tautan.Health.Events;

/// <summary>Wakes those who wait for events. One look at the database is for all of them, and none is taken while nobody waits.</summary>
internal sealed partial class EventTail(EventReader reader, TimeProvider time, ILogger<EventTail> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);

    private volatile TaskCompletionSource _next = New();
    private int _waiting;

    /// <summary>Completes after the next event, of whatever process. To be taken before looking for events.</summary>
    public Task Next => _next.Task;

    /// <summary>Somebody waits until what is returned is disposed.</summary>
    public IDisposable Enter()
    {
        Interlocked.Increment(ref _waiting);
        return new Waiting(this);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var last = 0L;
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Every, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (Volatile.Read(ref _waiting) == 0 || stoppingToken.IsCancellationRequested) continue;
            try
            {
                var newest = await reader.LastAsync(stoppingToken);
                if (newest != last) Interlocked.Exchange(ref _next, New()).TrySetResult();
                last = newest;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                NotRead(exception);
            }
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(Level = LogLevel.Warning, Message = "It could not be seen whether there are new events; it is tried again.")]
    private partial void NotRead(Exception exception);

    private sealed class Waiting(EventTail tail) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref tail._waiting);
    }
}
