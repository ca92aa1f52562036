using Microsoft.Extensions.Logging.Abstractions;
using Tautan.Contracts.Health;
using Tautan.Contracts.Links;
using Tautan.Health.Recording;
using Tautan.Health.Seeing;
using Tautan.Health.Storage;
using Tautan.Health.Targets;
using Tautan.Health.Tests.Fakes;
using Tautan.Health.Tests.Storage;
using Tautan.Health.Timing;
using Tautan.Health.Verdicts;
using Tautan.Platform.Persistence.Leases;

namespace Tautan.Health.Tests.Seeing;

public sealed class ForeignWitnessTests
{
    private const string Own = "http://own.example/";
    private const string Up = "http://up.example/";
    private const string Down = "http://down.example/";
    private const string Off = "http://off.example/";

    private readonly SteadyClock _clock = new(TimeProvider.System);
    private readonly LinkTable _links = new(NullLogger<LinkTable>.Instance);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private async Task<DatabaseRig> StartAsync()
    {
        var rig = await DatabaseRig.StartAsync();
        var store = new HealthStore(rig.Databases, rig.Work, rig.Tables, new SoleShards().Join());
        foreach (var (url, verdict) in new[] { (Own, Verdict.Up), (Up, Verdict.Up), (Down, Verdict.Down), (Off, Verdict.Up) })
        {
            var link = Sample.Record(Guid.CreateVersion7(), Sample.Health(health => health.Enabled = url != Off), url);
            _links.Apply([Sample.Entry(link)]);
            await WriteAsync(store, link, verdict);
        }

        return rig;
    }

    private Task WriteAsync(HealthStore store, LinkRecord link, Verdict verdict)
    {
        var target = new Registry(new SavedStates(_clock)).Apply(new LinkChange(null, LinkReading.Of(link))).Added[0];
        target.Probe.Remote = Sample.Loopback;
        var changes = new Changes { Shards = ShardSet.All };
        changes.Targets.Add(new TargetChange(target, TargetState.Unknown, new TargetState { Verdict = verdict, Version = 1 }));
        changes.Probes.Add(target.Probe);
        return store.SaveAsync(changes, Cancellation);
    }

    [Fact]
    public async Task What_others_watch_and_is_up_can_be_asked()
    {
        await using var rig = await StartAsync();
        var registry = new Registry(new SavedStates(_clock)) { Held = ShardSet.Of(HostShard.Of(Own)) };
        await new ForeignWitnesses(_links, rig.Databases, _clock).RefreshAsync(registry, Cancellation);
        var witness = registry.Elsewhere.ShouldHaveSingleItem();
        witness.Witness.Url.ShouldBe(Up);
        witness.Network.ShouldBe(Network.Of(Sample.Loopback));
        witness.Origin.ShouldBe("http://up.example:80");
    }

    [Fact]
    public async Task Who_watches_everything_asks_nobody_elsewhere()
    {
        await using var rig = await StartAsync();
        var registry = new Registry(new SavedStates(_clock)) { Held = ShardSet.Of(HostShard.Of(Own)) };
        var witnesses = new ForeignWitnesses(_links, rig.Databases, _clock);
        await witnesses.RefreshAsync(registry, Cancellation);
        registry.Held = ShardSet.All;
        await witnesses.RefreshAsync(registry, Cancellation);
        registry.Elsewhere.ShouldBeEmpty();
    }
}
