using Tautan.Contracts.Health;
using Tautan.Contracts.Links;
using Tautan.Health.Targets;
using Tautan.Health.Tests.Fakes;
using Tautan.Health.Timing;

namespace Tautan.Health.Tests.Targets;

public sealed class RegistryTests
{
    private readonly Registry _registry = new(new SavedStates(new SteadyClock(TimeProvider.System)));

    private RegistryChange Change(LinkRecord? before, LinkRecord? after) =>
        _registry.Apply(new LinkChange(before is null ? null : LinkReading.Of(before), after is null ? null : LinkReading.Of(after)));

    [Fact]
    public void Links_that_expect_the_same_share_a_target_until_the_last_one_goes()
    {
        var one = Sample.Record("http://a.example/");
        var two = Sample.Record("http://a.example/");
        Change(null, one).Added.Count.ShouldBe(1);
        Change(null, two).Added.ShouldBeEmpty();
        _registry.TargetCount.ShouldBe(1);
        Change(one, null).Removed.ShouldBeEmpty();
        var gone = Change(two, null);
        gone.Removed.Count.ShouldBe(1);
        gone.RemovedProbes.Count.ShouldBe(1);
        gone.RemovedOrigins.Count.ShouldBe(1);
        _registry.TargetCount.ShouldBe(0);
    }

    [Fact]
    public void Shortest_interval_of_all_links_counts()
    {
        var slow = Sample.Record(Guid.CreateVersion7(), Sample.Health(health => health.IntervalSeconds = 3600), "http://a.example/");
        var fast = Sample.Record(Guid.CreateVersion7(), Sample.Health(health => health.IntervalSeconds = 30), "http://a.example/");
        Change(null, slow);
        var probe = Change(null, fast).Touched.ShouldHaveSingleItem();
        probe.IntervalAt(DateTimeOffset.UtcNow).ShouldBe(TimeSpan.FromSeconds(30));
        Change(fast, null);
        probe.IntervalAt(DateTimeOffset.UtcNow).ShouldBe(TimeSpan.FromHours(1));
    }

    [Fact]
    public void Manual_failback_is_shared_with_nobody()
    {
        var health = Sample.Health(health => health.ManualFailback = true);
        Change(null, Sample.Record(Guid.CreateVersion7(), health, "http://a.example/"));
        Change(null, Sample.Record(Guid.CreateVersion7(), health, "http://a.example/")).Added.Count.ShouldBe(1);
    }

    [Fact]
    public void Fallback_is_not_watched()
    {
        var link = Sample.Record("http://a.example/");
        link.FallbackUrl = "http://fallback.example/";
        Change(null, link).Touched.ShouldHaveSingleItem().Host.ShouldBe("a.example");
    }

    [Fact]
    public void Same_URL_twice_in_a_link_is_one_target()
    {
        var link = Sample.Record("http://a.example/", "http://a.example/");
        Change(null, link).Added.Count.ShouldBe(1);
        Change(link, null).Removed.Count.ShouldBe(1);
    }

    [Fact]
    public void Changed_expectation_is_another_target_that_nothing_is_known_of()
    {
        var link = Sample.Record("http://a.example/");
        Change(null, link);
        var before = link.Clone();
        link.Health.MustContain = "Welcome";
        var change = Change(before, link);
        change.Removed.Count.ShouldBe(1);
        change.Added.ShouldHaveSingleItem().State.Verdict.ShouldBe(Verdict.Unknown);
        change.Added[0].Probe.NeedsBody.ShouldBeTrue();
        change.RemovedProbes.ShouldBeEmpty();
    }
}
