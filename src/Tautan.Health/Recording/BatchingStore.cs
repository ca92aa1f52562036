using Tautan.Health.Timing;

namespace Tautan.Health.Recording;

/// <summary>
/// Gathers what no verdict depends on for a moment and writes it together: history comes in evenly, hundreds of rows a
/// second, and a commit for each would cost more than the probes. What the feed announces is written at once.
/// </summary>
internal sealed class BatchingStore(IHealthStore store, SteadyClock clock) : IHealthStore
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(200);

    private readonly Lock _lock = new();
    private List<Changes> _gathered = [];
    private Task<Task[]>? _flush;

    public async Task SaveAsync(Changes changes, CancellationToken cancellationToken)
    {
        if (changes.IsAnnounced)
        {
            await store.SaveAsync(changes, cancellationToken);
            return;
        }

        Task<Task[]> flush;
        int place;
        lock (_lock)
        {
            place = _gathered.Count;
            _gathered.Add(changes);
            flush = _flush ??= FlushAsync(cancellationToken);
        }

        await (await flush)[place];
    }

    public Task RemoveAsync(Removals removals, CancellationToken cancellationToken) => store.RemoveAsync(removals, cancellationToken);

    // When the watch ends, what is gathered is written at once, and not dropped.
    private async Task<Task[]> FlushAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Moment, clock.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        List<Changes> gathered;
        lock (_lock)
        {
            gathered = _gathered;
            _gathered = [];
            _flush = null;
        }

        var together = store.SaveAsync(Changes.Of(gathered), CancellationToken.None);
        await together.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (together.IsCompletedSuccessfully || gathered.Count == 1) return [.. gathered.Select(_ => together)];

        // One that cannot be written must not keep the others from it.
        var alone = gathered.ConvertAll(changes => store.SaveAsync(changes, CancellationToken.None));
        await Task.WhenAll(alone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return [.. alone];
    }
}
