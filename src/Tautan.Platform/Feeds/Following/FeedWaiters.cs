namespace Tautan.Platform.Feeds;

/// <summary>Those who wait until a copy has a revision.</summary>
internal sealed class FeedWaiters
{
    private readonly Lock _lock = new();
    private readonly List<Waiter> _waiters = [];

    public async Task<bool> WaitAsync(Func<FeedPosition> position, string epoch, ulong revision, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        Waiter waiter;
        lock (_lock)
        {
            if (Has(position(), epoch, revision))
                return true;
            waiter = new Waiter(epoch, revision, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            _waiters.Add(waiter);
        }

        try
        {
            await waiter.Completion.Task.WaitAsync(timeout, time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        finally
        {
            lock (_lock)
                _waiters.Remove(waiter);
        }
    }

    public void Moved(FeedPosition position)
    {
        lock (_lock)
        {
            foreach (var waiter in _waiters)
            {
                if (Has(position, waiter.Epoch, waiter.Revision))
                    waiter.Completion.TrySetResult();
            }
        }
    }

    private static bool Has(FeedPosition position, string epoch, ulong revision) => position.Epoch == epoch && position.Revision >= revision;

    private sealed record Waiter(string Epoch, ulong Revision, TaskCompletionSource Completion);
}
