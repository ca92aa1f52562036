using Tautan.Health.Recording;

namespace Tautan.Health.Latencies;

/// <summary>Notes the latency of every success that was written.</summary>
internal sealed class LatencyStore(IHealthStore store, LatencyBook book) : IHealthStore
{
    public async Task SaveAsync(Changes changes, CancellationToken cancellationToken)
    {
        await store.SaveAsync(changes, cancellationToken);

        // A run is written with each of its checks, and has the timings of the last.
        foreach (var run in changes.Runs.Where(run => run.Ok))
            book.Add(LatencySample.Of(run.Target.ToGuid(), run.Until, run.Timings.Total));
    }

    public Task RemoveAsync(Removals removals, CancellationToken cancellationToken) => store.RemoveAsync(removals, cancellationToken);
}
