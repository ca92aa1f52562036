using Tautan.Contracts.Health;
using Tautan.Contracts.Links;
using Tautan.Health.Probing;
using Tautan.Health.Tests.Fakes;

namespace Tautan.Health.Tests.Recording;

public sealed class OriginStoryTests
{
    private const string A = "http://127.0.0.1:1001";
    private const string Witness = "http://127.0.0.1:1002/witness";

    private static LinkRecord[] Many(int count, HealthRecord? health = null) =>
        [.. Enumerable.Range(0, count).Select(i => Sample.Record(Guid.CreateVersion7(), health ?? Sample.Health(), $"{A}/{i}"))];

    private static void All(World world, LinkRecord[] links, Action<string> act)
    {
        foreach (var link in links) act(link.Routes[0].Destinations[0].Url);
    }

    [Fact]
    public async Task Dead_origin_with_a_thousand_links_is_one_message_and_one_more_when_it_is_back()
    {
        var world = new World();
        var links = Many(1_000);
        world.Add(links);
        world.Add(Sample.Record(Witness));
        await world.PassAsync(TimeSpan.FromMinutes(2));
        All(world, links, world.Prober.Refuses);
        var before = world.Store.Feed.Count;

        await world.PassAsync(TimeSpan.FromMinutes(10));
        links.ShouldAllBe(link => world.IsDown(link, 0));
        var (key, record) = world.Store.Feed.Skip(before).ShouldHaveSingleItem();
        key.ShouldBe(World.OriginKey(A));
        record!.Reason.ShouldBe(Reasons.Refused);

        All(world, links, url => world.Prober.Answers(url));
        await world.PassAsync(TimeSpan.FromMinutes(10));
        links.ShouldAllBe(link => !world.IsDown(link, 0));
        world.Store.Feed.Skip(before + 1).Where(entry => entry.Key.Kind == VerdictFeedKeys.TargetKind).ShouldBeEmpty();
        world.Store.Of(World.OriginKey(A)).Last()!.Verdict.ShouldBe(Verdict.Up);
    }

    [Fact]
    public async Task Request_that_was_cut_off_as_its_server_died_makes_no_message_of_its_own()
    {
        var world = new World();
        var links = Many(1_000);
        world.Add(links);
        world.Add(Sample.Record(Witness));
        await world.PassAsync(TimeSpan.FromMinutes(2));
        All(world, links, world.Prober.Refuses);
        world.Prober.Does($"{A}/7", (request, _) => Task.FromResult(Sample.Fail(request.Url, ProbeFailure.FirstByte, Reasons.Reset)));
        await world.MakeAsync(links[7]);
        world.Prober.Refuses($"{A}/7");
        var before = world.Store.Feed.Count;

        await world.PassAsync(TimeSpan.FromSeconds(11));
        world.State(links[7]).Failures.ShouldBe(3);
        world.Store.Feed.Skip(before).ShouldHaveSingleItem().Key.ShouldBe(World.OriginKey(A));
        links.ShouldAllBe(link => world.IsDown(link, 0));
    }

    [Fact]
    public async Task Target_that_waits_for_its_origin_is_told_within_a_second_when_nothing_else_fails()
    {
        var world = new World();
        var (dying, other) = (Sample.Record($"{A}/dying"), Sample.Record($"{A}/other"));
        world.Add(dying, other, Sample.Record(Witness));
        await world.PassAsync(TimeSpan.FromMinutes(2));

        // Its first failure is none of the origin's; the other's, half a second later, is, and its third comes no more.
        world.Prober.Does($"{A}/dying", (request, _) => Task.FromResult(Sample.Fail(request.Url, ProbeFailure.FirstByte, Reasons.Reset)));
        world.Prober.Refuses($"{A}/other");
        await world.MakeAsync(dying);
        world.Prober.Refuses($"{A}/dying");
        world.Time.Advance(TimeSpan.FromMilliseconds(500));
        await world.MakeAsync(other);
        world.Prober.Does($"{A}/other", (request, _) => Task.FromResult(Sample.Fail(request.Url, ProbeFailure.NotPublic, Reasons.NotPublic)));

        await world.PassAsync(TimeSpan.FromMilliseconds(9_600));
        world.IsDown(dying).ShouldBeFalse();
        await world.PassAsync(TimeSpan.FromSeconds(1));
        world.IsDown(dying).ShouldBeTrue();
    }

    [Fact]
    public async Task Certificate_that_some_do_not_mind_takes_down_those_who_do_and_not_their_origin()
    {
        var world = new World();
        var strict = Sample.Record($"{A}/strict");
        var careless = Sample.Record(Guid.CreateVersion7(), Sample.Health(health => health.IgnoreTlsErrors = true), $"{A}/careless");
        world.Add(strict, careless, Sample.Record(Witness));
        await world.PassAsync(TimeSpan.FromMinutes(2));
        world.Prober.Does($"{A}/strict", (request, _) => Task.FromResult(Sample.Fail(request.Url, ProbeFailure.Tls, Reasons.TlsUntrusted)));
        await world.PassAsync(TimeSpan.FromMinutes(10));
        (world.IsDown(strict), world.IsDown(careless)).ShouldBe((true, false));
        world.Store.Of(World.OriginKey(A)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Slow_first_bytes_never_take_an_origin_down()
    {
        var world = new World();
        var links = Many(20);
        world.Add(links);
        await world.PassAsync(TimeSpan.FromMinutes(1));
        All(world, links, url => world.Prober.Does(url, (request, _) =>
            Task.FromResult(Sample.Fail(request.Url, ProbeFailure.FirstByte, Reasons.Timeout))));
        world.Add(Sample.Record(Witness));
        await world.PassAsync(TimeSpan.FromMinutes(5));
        links.ShouldAllBe(link => world.State(link, 0).Verdict == Verdict.Down);
        world.Store.Of(World.OriginKey(A)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Burst_of_failures_within_ten_seconds_takes_no_origin_down()
    {
        var world = new World();
        var links = Many(200);
        world.Add(links);
        await world.PassAsync(TimeSpan.FromMinutes(1));
        All(world, links, world.Prober.Refuses);
        await world.PassAsync(TimeSpan.FromSeconds(9));
        All(world, links, url => world.Prober.Answers(url));
        await world.PassAsync(TimeSpan.FromMinutes(5));
        world.Store.Of(World.OriginKey(A)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Target_that_still_fails_is_announced_down_before_its_origin_is_up()
    {
        var world = new World();
        var links = Many(3);
        world.Add(links);
        world.Add(Sample.Record(Witness));
        await world.PassAsync(TimeSpan.FromMinutes(2));
        All(world, links, world.Prober.Refuses);
        await world.PassAsync(TimeSpan.FromMinutes(3));

        All(world, links, url => world.Prober.Answers(url));
        world.Prober.Answers($"{A}/1", 503);
        await world.PassAsync(TimeSpan.FromMinutes(5));
        world.IsDown(links[0]).ShouldBeFalse();
        world.State(links[1]).Verdict.ShouldBe(Verdict.Down);
        world.State(links[1]).Reason.ShouldBe(Reasons.HttpStatus);

        var order = world.Store.Feed.Select(entry => (entry.Key, entry.Record?.Verdict)).ToList();
        order.IndexOf((world.Target(links[1]).Key, Verdict.Down)).ShouldBeLessThan(order.IndexOf((World.OriginKey(A), Verdict.Up)));
    }

    [Fact]
    public async Task Manual_and_longer_holding_targets_stay_down_when_their_origin_is_up()
    {
        var world = new World();
        var auto = Sample.Record($"{A}/auto");
        var manual = Sample.Record(Guid.CreateVersion7(), Sample.Health(health => health.ManualFailback = true), $"{A}/manual");
        var patient = Sample.Record(Guid.CreateVersion7(), Sample.Health(health => health.FailbackHoldSeconds = 600), $"{A}/patient");
        LinkRecord[] links = [auto, manual, patient];
        world.Add(links);
        world.Add(Sample.Record(Witness));
        await world.PassAsync(TimeSpan.FromMinutes(2));
        All(world, links, world.Prober.Refuses);
        await world.PassAsync(TimeSpan.FromMinutes(3));
        All(world, links, url => world.Prober.Answers(url));
        await world.PassAsync(TimeSpan.FromMinutes(3));

        world.Store.Origins[World.OriginKey(A)].Verdict.ShouldBe(Verdict.Up);
        world.IsDown(auto).ShouldBeFalse();
        world.State(manual).Note.ShouldBe(Notes.AwaitingFailback);
        world.State(manual).Reason.ShouldBe(Reasons.Refused);
        world.State(patient).Note.ShouldBe(Notes.Holding);
        await world.PassAsync(TimeSpan.FromMinutes(10));
        world.IsDown(patient).ShouldBeFalse();
        world.IsDown(manual).ShouldBeTrue();
    }

    [Fact]
    public async Task Origin_that_flaps_stays_down_and_moves_its_links_five_times()
    {
        var world = new World();
        var health = Sample.Health(change => change.IntervalSeconds = 10);
        var links = Many(5, health);
        world.Add(links);
        world.Add(Sample.Record(Guid.CreateVersion7(), health, Witness));
        await world.PassAsync(TimeSpan.FromMinutes(1));

        var start = world.Clock.Steady;
        world.Before = now => All(world, links, (int)(now - start).TotalMinutes % 2 == 0 ? world.Prober.Refuses : url => world.Prober.Answers(url));
        await world.PassAsync(TimeSpan.FromHours(1));
        var told = world.Store.Of(World.OriginKey(A)).Select(record => record!.Verdict).ToList();
        told.Where((verdict, i) => i == 0 || told[i - 1] != verdict).Count().ShouldBe(5);
        world.Store.Origins[World.OriginKey(A)].Note.ShouldBe(Notes.Flapping);
        links.ShouldAllBe(link => world.IsDown(link, 0));
    }

    [Fact]
    public async Task Where_a_redirect_leads_says_nothing_about_the_origin_that_redirects()
    {
        var world = new World();
        var link = Sample.Record($"{A}/x");
        world.Add(link);
        world.Add(Sample.Record(Witness));
        world.Prober.Does($"{A}/x", (request, _) => Task.FromResult(Sample.Fail(request.Url) with
        {
            Hops =
            [
                new ProbeHop(request.Url, 302, ProbeFailure.None, Sample.Loopback),
                new ProbeHop("http://127.0.0.1:1003/gone", null, ProbeFailure.Connect, Sample.Loopback),
            ],
        }));
        await world.PassAsync(TimeSpan.FromMinutes(5));
        world.State(link).Verdict.ShouldBe(Verdict.Down);
        world.Store.Of(World.OriginKey(A)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Public_origin_is_shared_by_workspaces_and_a_private_one_is_not()
    {
        var world = new World();
        var here = Sample.Record("http://shared.example/1");
        var there = Sample.Record("http://shared.example/2");
        there.Workspace = Tautan.Contracts.GuidBytes.ToByteString(Guid.CreateVersion7());
        var open = new RemoteAddress(System.Net.IPAddress.Parse("93.184.216.34"), null);
        foreach (var url in new[] { "http://shared.example/1", "http://shared.example/2" })
            world.Prober.Does(url, (request, _) => Task.FromResult(Sample.Answer(request.Url, remote: open)));
        world.Add(here, there);
        await world.PassAsync(TimeSpan.Zero);
        world.Target(here).Probe.Origin.ShouldBeSameAs(world.Target(there).Probe.Origin);
        world.Target(here).Probe.Origin.Workspace.ShouldBeNull();

        foreach (var url in new[] { "http://shared.example/1", "http://shared.example/2" }) world.Prober.Answers(url);
        await world.PassAsync(TimeSpan.FromMinutes(2));
        world.Target(here).Probe.Origin.ShouldNotBeSameAs(world.Target(there).Probe.Origin);
        world.Target(here).Probe.Origin.Workspace.ShouldBe(Sample.Workspace);
    }
}
