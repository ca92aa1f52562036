using FsCheck.Fluent;
using Tautan.Health.Scheduling;
using Tautan.Health.Targets;
using Tautan.Health.Tests.Fakes;

namespace Tautan.Health.Tests.Scheduling;

public sealed class PhaseTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Next_place_is_at_least_a_second_and_at_most_an_interval_and_a_second_away() => Prop
        .ForAll(
            ArbMap.Default.ArbFor<Guid>(),
            Gen.Choose(10, 86_400).ToArbitrary(),
            Gen.Choose(0, 100_000_000).ToArbitrary(),
            (id, interval, offset) =>
            {
                var now = Now.AddMilliseconds(offset);
                var next = Phase.Next(id, TimeSpan.FromSeconds(interval), now) - now;
                return next >= TimeSpan.FromSeconds(1) && next <= TimeSpan.FromSeconds(interval + 1);
            })
        .ShouldHold();

    [Fact]
    public void Probe_made_on_its_place_is_next_made_an_interval_later() => Prop
        .ForAll(
            ArbMap.Default.ArbFor<Guid>(),
            Gen.Choose(10, 86_400).ToArbitrary(),
            (id, interval) =>
            {
                var place = Phase.Next(id, TimeSpan.FromSeconds(interval), Now);
                return Phase.Next(id, TimeSpan.FromSeconds(interval), place) - place == TimeSpan.FromSeconds(interval);
            })
        .ShouldHold();

    [Fact]
    public void Ten_thousand_probes_are_spread_evenly_over_the_interval()
    {
        var seconds = Enumerable.Range(0, 10_000)
            .Select(i => new ProbeKey(Sample.Workspace, $"https://a.example/{i}", TimeSpan.FromSeconds(10)).ToId())
            .GroupBy(id => (int)(Phase.Next(id, TimeSpan.FromSeconds(60), Now) - Now).TotalSeconds)
            .Select(second => second.Count())
            .ToList();
        seconds.Count.ShouldBeInRange(60, 61);
        seconds.Max().ShouldBeLessThan(230);
    }
}
