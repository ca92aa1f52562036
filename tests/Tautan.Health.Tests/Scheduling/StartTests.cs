using Tautan.Contracts.Health;
using Tautan.Health.Targets;
using Tautan.Health.Tests.Fakes;
using Tautan.Health.Verdicts;

namespace Tautan.Health.Tests.Scheduling;

public sealed class StartTests
{
    private const int Targets = 3_000;

    [Fact]
    public async Task After_a_restart_there_is_no_herd_and_nothing_is_left_out()
    {
        var links = Enumerable.Range(0, Targets).Select(i => Sample.Record($"http://127.0.0.1:{1_000 + i % 500}/{i}")).ToArray();
        var world = new World(saved =>
        {
            foreach (var destination in links.Select(link => LinkReading.Of(link).Destinations[0]))
            {
                saved.Add(destination.Target, new TargetState { Verdict = Verdict.Up, Version = 1 });
                saved.Add(new SavedProbe(
                    new ProbeKey(Sample.Workspace, destination.Url, TimeSpan.FromSeconds(10)).ToId(), DateTimeOffset.UnixEpoch, Sample.Loopback, null));
            }
        });
        var start = world.Clock.Steady;
        world.Add(links);
        var due = links.Select(link => (int)(world.Due(link)!.Value - start).TotalSeconds).ToList();
        due.Count.ShouldBe(Targets);
        due.Max().ShouldBeLessThanOrEqualTo(61);
        due.CountBy(second => second).Max(second => second.Value).ShouldBeLessThan(2 * Targets / 60);

        // And so it stays: each is made once an interval from then on.
        await world.PassAsync(TimeSpan.FromSeconds(61));
        world.Prober.Asked.Distinct().Count().ShouldBe(Targets);
        links.ShouldAllBe(link => world.Due(link)!.Value - world.Clock.Steady <= TimeSpan.FromSeconds(61));
    }
}
