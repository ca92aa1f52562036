namespace Tautan.Platform.Feeds;

/// <summary>Where a follower's status stands for everybody to read. Its thread writes.</summary>
internal sealed class FeedBoard(FeedCopy copy, TimeProvider time)
{
    private readonly FeedWaiters _waiters = new();
    private volatile FeedStatus _status = new(FeedPosition.None, 0, false, null, null, 0, 0, 0, 0, null, null);

    public FeedStatus Status => _status;

    /// <summary>Writes what changed, and how the copy is.</summary>
    public void Publish(Func<FeedStatus, FeedStatus> change)
    {
        _status = change(_status) with { Position = copy.Position, Entries = copy.Index.Count, DiskProblem = copy.DiskProblem };
        _waiters.Moved(_status.Position);
    }

    /// <summary>The copy changed, and nothing else.</summary>
    public void Publish() => Publish(status => status);

    /// <summary>Waits until the copy has a revision.</summary>
    /// <returns>False where it has not within the time.</returns>
    public Task<bool> WaitForAsync(string epoch, ulong revision, TimeSpan timeout, CancellationToken cancellationToken) =>
        _waiters.WaitAsync(() => _status.Position, epoch, revision, timeout, time, cancellationToken);
}
