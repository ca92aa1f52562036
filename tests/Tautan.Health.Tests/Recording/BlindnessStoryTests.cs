using Tautan.Contracts.Health;
using Tautan.Health.Probing;
using Tautan.Health.Seeing;
using Tautan.Health.Tests.Fakes;
using Tautan.Platform.Hosting;

namespace Tautan.Health.Tests.Recording;

public sealed class BlindnessStoryTests
{
    private const string A = "http://127.0.0.1:1001/a";
    private const string B = "http://127.0.0.1:1002/b";
    private const string C = "http://127.0.0.1:1003/c";

    [Fact]
    public async Task Network_that_goes_away_moves_no_link_and_readiness_says_blind()
    {
        var world = new World();
        var links = new[] { Sample.Record(A), Sample.Record(B), Sample.Record(C) };
        world.Add(links);
        await world.PassAsync(TimeSpan.FromMinutes(2));
        var before = world.Store.Feed.Count;
        foreach (var url in new[] { A, B, C }) world.Prober.Refuses(url);
        await world.PassAsync(TimeSpan.FromHours(1));
        links.ShouldAllBe(link => !world.IsDown(link, 0));
        world.Store.Feed.Count.ShouldBe(before);
        world.Sight.Check().Status.ShouldBe(ReadyStatus.Degraded);
        world.Sight.Check().Reasons.ShouldHaveSingleItem().ShouldStartWith("blind");

        // When B is back, it is seen that A is really dead.
        world.Prober.Answers(B);
        world.Prober.Answers(C);
        await world.PassAsync(TimeSpan.FromMinutes(2));
        world.IsDown(links[0]).ShouldBeTrue();
        world.IsDown(links[1]).ShouldBeFalse();
        world.Sight.Check().Status.ShouldBe(ReadyStatus.Ready);
    }

    [Fact]
    public async Task Without_any_witness_Health_is_not_blind()
    {
        var world = new World();
        var link = Sample.Record(A);
        world.Add(link);
        await world.PassAsync(TimeSpan.FromMinutes(2));
        world.Prober.Refuses(A);
        await world.PassAsync(TimeSpan.FromMinutes(2));
        world.IsDown(link).ShouldBeTrue();
        world.Sight.IsBlind.ShouldBeFalse();
    }

    [Fact]
    public async Task Process_that_watches_a_single_host_asks_what_others_watch_before_it_calls_it_dead()
    {
        var world = new World();
        var link = Sample.Record(A);
        world.Add(link);
        world.Registry.Elsewhere = [new ForeignWitness("http://127.0.0.1:1002", Network.Of(Sample.Loopback), new Witness(B, null, null, Sample.Workspace))];
        await world.PassAsync(TimeSpan.FromMinutes(2));
        world.Prober.Refuses(A);
        world.Prober.Refuses(B);
        await world.PassAsync(TimeSpan.FromMinutes(5));
        world.IsDown(link).ShouldBeFalse();
        world.Sight.IsBlind.ShouldBeTrue();

        world.Prober.Answers(B);
        await world.PassAsync(TimeSpan.FromMinutes(1));
        world.IsDown(link).ShouldBeTrue();
        world.Sight.IsBlind.ShouldBeFalse();
    }

    [Fact]
    public async Task Any_answer_of_a_witness_is_enough_and_a_refusal_is_not()
    {
        var options = new HealthOptions();
        options.Witnesses.Add("http://witness.example/");
        var world = new World(options: options);
        var link = Sample.Record(A);
        world.Add(link);
        world.Prober.Refuses("http://witness.example/");
        await world.PassAsync(TimeSpan.FromMinutes(2));
        world.Prober.Refuses(A);
        await world.PassAsync(TimeSpan.FromMinutes(5));
        world.IsDown(link).ShouldBeFalse();
        world.Sight.IsBlind.ShouldBeTrue();

        world.Prober.Answers("http://witness.example/", 500);
        await world.PassAsync(TimeSpan.FromSeconds(15));
        world.IsDown(link).ShouldBeTrue();
        world.Sight.IsBlind.ShouldBeFalse();
    }

    [Fact]
    public async Task Target_that_answers_badly_turns_down_although_no_witness_answers()
    {
        var world = new World();
        var link = Sample.Record(A);
        world.Add(link, Sample.Record(B));
        await world.PassAsync(TimeSpan.FromMinutes(2));
        world.Prober.Refuses(B);
        world.Prober.Answers(A, 500);
        await world.PassAsync(TimeSpan.FromMinutes(2));
        world.State(link).Verdict.ShouldBe(Verdict.Down);
    }

    [Fact]
    public async Task Witnesses_are_asked_at_most_once_in_five_seconds()
    {
        var world = new World();
        var links = Enumerable.Range(0, 300).Select(i => Sample.Record($"http://127.0.0.1:{2000 + i}/")).ToArray();
        world.Add(links);
        await world.PassAsync(TimeSpan.FromMinutes(2));
        foreach (var link in links) world.Prober.Refuses(link.Routes[0].Destinations[0].Url);
        await world.PassAsync(TimeSpan.FromMinutes(2));
        world.Sight.IsBlind.ShouldBeTrue();
        var asked = world.Prober.Asked.Count;
        var made = world.Made;
        await world.PassAsync(TimeSpan.FromMinutes(1));

        // Every probe is one question; what is left was asked of witnesses, 300 of which can be asked 12 times a minute.
        (world.Prober.Asked.Count - asked - (world.Made - made)).ShouldBeLessThanOrEqualTo(300 * 12);
    }

    [Fact]
    public async Task Proxy_that_fails_moves_no_link_and_readiness_says_why()
    {
        var world = new World();
        var (link, dead) = (Sample.Record(A), Sample.Record(B));
        world.Add(link, dead);
        await world.PassAsync(TimeSpan.FromMinutes(2));
        world.Prober.Refuses(B);
        await world.PassAsync(TimeSpan.FromMinutes(2));
        var before = world.Store.Feed.Count;
        foreach (var url in (string[])[A, B]) world.Prober.Does(url, (request, _) => Task.FromResult(Sample.Fail(request.Url, ProbeFailure.Proxy, Reasons.ProxyFailure)));

        await world.PassAsync(TimeSpan.FromHours(1));
        (world.IsDown(link), world.IsDown(dead)).ShouldBe((false, true));
        world.State(link).Verdict.ShouldBe(Verdict.Up);
        world.Store.Feed.Count.ShouldBe(before);
        world.Sight.IsBlind.ShouldBeTrue();

        world.Prober.Answers(A);
        world.Prober.Refuses(B);
        await world.PassAsync(TimeSpan.FromMinutes(2));
        world.Sight.IsBlind.ShouldBeFalse();
        (world.IsDown(link), world.IsDown(dead)).ShouldBe((false, true));
    }
}
