namespace Tautan.Platform.Feeds;

/// <summary>Wakes whoever waits for a change of a feed.</summary>
public sealed class FeedSignal<TDb>
{
    private volatile TaskCompletionSource _next = New();

    /// <summary>Completes at the next change. To be taken before looking for changes.</summary>
    public Task Next => _next.Task;

    public void Pulse() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
