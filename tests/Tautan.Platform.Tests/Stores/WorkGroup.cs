namespace Tautan.Platform.Tests.Stores;

/// <summary>Works that are sure to meet in one group.</summary>
internal static class WorkGroup
{
    /// <summary>Holds the queue with a work of its own until all works wait in it: they then make one group.</summary>
    public static async Task<List<Task<T>>> GroupedAsync<T>(this TestStore store, IEnumerable<Func<Task<T>>> works, Action? whileHeld = null)
    {
        var tasks = new List<Task<T>>();
        await using (await HeldAsync(store))
        {
            tasks.AddRange(works.Select(work => work()));
            whileHeld?.Invoke();
        }

        await Task.WhenAll(tasks).ContinueWith(_ => { }, TaskScheduler.Default);
        return tasks;
    }

    private static async Task<IAsyncDisposable> HeldAsync(TestStore store)
    {
        var isHeld = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        var holding = store.Work.WriteAsync(
            async (_, _) =>
            {
                isHeld.TrySetResult();
                await release.Task;
                return 0;
            },
            CancellationToken.None);
        await isHeld.Task;
        return new Hold(release, holding);
    }

    private sealed class Hold(TaskCompletionSource release, Task holding) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            release.TrySetResult();
            await holding;
        }
    }
}
