using Microsoft.Extensions.Time.Testing;
using Tautan.Health.Recording;
using Tautan.Health.Targets;
using Tautan.Health.Tests.Fakes;
using Tautan.Health.Timing;
using Tautan.Platform.Persistence.Leases;

namespace Tautan.Health.Tests.Recording;

public sealed class BatchingStoreTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly PickyStore _inner = new();
    private readonly BatchingStore _store;

    public BatchingStoreTests() => _store = new BatchingStore(_inner, new SteadyClock(_time));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Changes Change(string url)
    {
        var changes = new Changes { Shards = ShardSet.All };
        changes.Probes.Add(new Probe(new ProbeKey(Sample.Workspace, url, TimeSpan.FromSeconds(10))));
        return changes;
    }

    [Fact]
    public async Task What_comes_within_a_moment_is_one_write()
    {
        var saves = Enumerable.Range(0, 50).Select(i => _store.SaveAsync(Change($"http://a.example/{i}"), Cancellation)).ToList();
        saves.ShouldAllBe(save => !save.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        await Task.WhenAll(saves);
        _inner.Saved.ShouldHaveSingleItem().Probes.Count.ShouldBe(50);
    }

    [Fact]
    public async Task One_that_cannot_be_written_keeps_nobody_else_from_it()
    {
        var good = _store.SaveAsync(Change("http://a.example/good"), Cancellation);
        var bad = _store.SaveAsync(Change("http://a.example/bad"), Cancellation);
        _time.Advance(TimeSpan.FromSeconds(1));
        await good;
        await Should.ThrowAsync<IOException>(() => bad);
        _inner.Saved.ShouldHaveSingleItem().Probes[0].Key.Url.ShouldEndWith("good");
    }

    private sealed class PickyStore : IHealthStore
    {
        public List<Changes> Saved { get; } = [];

        public Task SaveAsync(Changes changes, CancellationToken cancellationToken)
        {
            if (changes.Probes.Exists(probe => probe.Key.Url.EndsWith("/bad", StringComparison.Ordinal))) return Task.FromException(new IOException("Constraint."));
            Saved.Add(changes);
            return Task.CompletedTask;
        }

        public Task RemoveAsync(Removals removals, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
