using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Tautan.Contracts.Health;
using Tautan.Contracts.Links;
using Tautan.Health.Scheduling;
using Tautan.Health.Targets;
using Tautan.Health.Tests.Fakes;
using Tautan.Health.Watching;

namespace Tautan.Health.Tests.Watching;

public sealed class LinkIntakeTests
{
    private readonly World _world = new();
    private readonly LinkIntake _intake;

    public LinkIntakeTests()
    {
        var scheduler = new ProbeScheduler(_world.Clock, new HealthOptions(), _world.Prober, _world.Recorder, Meters.Health(), NullLogger<ProbeScheduler>.Instance);
        _intake = new LinkIntake(_world.Registry, _world.Saved, scheduler, _world.Store, _world.Sight, _world.Clock, NullLogger<LinkIntake>.Instance);
    }

    [Fact]
    public async Task What_is_down_stays_down_when_its_confirmation_is_set_otherwise()
    {
        var link = await DownAsync();
        var before = link.Clone();
        link.Health.FailuresToConfirm = 5;
        link.Health.FailbackHoldSeconds = 60;
        await ChangeAsync((before, link));

        _world.State(link).Verdict.ShouldBe(Verdict.Down);
        var old = Sample.Link(before).Destinations[0].Target;
        var now = Sample.Link(link).Destinations[0].Target;
        _world.Store.Of(now).ShouldHaveSingleItem()!.Verdict.ShouldBe(Verdict.Down);
        _world.Store.Of(old).Last()!.Verdict.ShouldBe(Verdict.Down, "who sets it back finds it so");
    }

    [Fact]
    public async Task What_was_down_is_judged_anew_when_something_else_is_expected_of_it()
    {
        var link = await DownAsync();
        var before = link.Clone();
        link.Health.ExpectedStatus = "500";
        await ChangeAsync((before, link));

        _world.State(link).Verdict.ShouldBe(Verdict.Unknown);
    }

    [Fact]
    public async Task Link_that_comes_back_to_a_URL_that_was_down_finds_it_down()
    {
        var link = await DownAsync();
        var other = link.Clone();
        other.Routes[0].Destinations[0].Url = "http://b.example/";
        await ChangeAsync((link, other));
        await ChangeAsync((other, link));
        _world.State(link).Verdict.ShouldBe(Verdict.Down);
        _world.Store.Of(_world.Target(link).Key).ShouldNotContain((VerdictRecord?)null, "nobody was told that it was well in between");
    }

    [Fact]
    public async Task Link_that_comes_back_to_an_origin_that_was_down_finds_it_down()
    {
        var link = Sample.Record("http://127.0.0.1:1001/");
        _world.Prober.Refuses("http://127.0.0.1:1001/");
        _world.Add(link);
        await _world.PassAsync(TimeSpan.FromMinutes(2));
        _world.Target(link).Probe.Origin.State.IsDown.ShouldBeTrue();
        await ChangeAsync((link, null));
        await ChangeAsync((null, link));
        _world.IsDown(link).ShouldBeTrue();
        _world.Target(link).Probe.Due.ShouldBe(_world.Clock.Steady, "it is probed at once");
    }

    [Fact]
    public async Task What_was_down_is_forgotten_an_hour_after_its_last_link()
    {
        var link = await DownAsync();
        var key = _world.Target(link).Key;
        await ChangeAsync((link, null));
        _world.Store.Of(key).Last()!.Verdict.ShouldBe(Verdict.Down);
        _world.Time.Advance(SavedStates.Memory);
        await ChangeAsync((null, Sample.Record("http://c.example/")));
        _world.Store.Of(key).Last().ShouldBeNull();
        await ChangeAsync((null, link));
        _world.State(link).Verdict.ShouldBe(Verdict.Unknown);
    }

    [Fact]
    public async Task Batch_that_removes_a_target_and_adds_it_again_leaves_it_what_was_stored()
    {
        var link = Sample.Record("http://a.example/");
        _world.Add(link);
        await _world.PassAsync(TimeSpan.FromMinutes(1));
        var key = _world.Target(link).Key;
        _world.Store.Targets.ShouldContainKey(key);
        await ChangeAsync((link, null), (null, link));
        _world.Store.Targets.ShouldContainKey(key);
        _world.Store.Of(key).ShouldNotContain((VerdictRecord?)null);
    }

    [Fact]
    public async Task Network_without_links_is_not_blind()
    {
        var links = new[] { Sample.Record("http://127.0.0.1:1001/"), Sample.Record("http://127.0.0.1:1002/") };
        _world.Add(links);
        await _world.PassAsync(TimeSpan.FromMinutes(2));
        foreach (var link in links) _world.Prober.Refuses(link.Routes[0].Destinations[0].Url);
        await _world.PassAsync(TimeSpan.FromMinutes(2));
        _world.Sight.IsBlind.ShouldBeTrue();
        await ChangeAsync((links[0], null));
        _world.Sight.IsBlind.ShouldBeTrue();
        await ChangeAsync((links[1], null));
        _world.Sight.IsBlind.ShouldBeFalse();
    }

    [Fact]
    public async Task New_link_is_watched_while_nothing_can_be_forgotten()
    {
        var link = Sample.Record("http://a.example/");
        _world.Add(link);
        await _world.PassAsync(TimeSpan.FromMinutes(1));
        var key = _world.Target(link).Key;
        _world.Store.Fault = new SqliteException("database or disk is full", 13);
        var other = Sample.Record("http://b.example/");
        await ChangeAsync((link, null), (null, other));
        _world.Registry.Find(_world.Target(other).Key).ShouldNotBeNull();

        _world.Store.Fault = null;
        await ChangeAsync((null, Sample.Record("http://c.example/")));
        _world.Store.Of(key).Last().ShouldBeNull();
    }

    [Fact]
    public async Task Another_URL_inherits_nothing()
    {
        var link = await DownAsync();
        var before = link.Clone();
        link.Routes[0].Destinations[0].Url = "http://a.example/other";
        await ChangeAsync((before, link));

        _world.State(link).Verdict.ShouldBe(Verdict.Unknown);
    }

    // By its status: its origin is not down, and speaks for nobody.
    private async Task<LinkRecord> DownAsync()
    {
        var link = Sample.Record("http://a.example/");
        _world.Prober.Does("http://a.example/", (request, _) => Task.FromResult(Sample.Answer(request.Url, 500)));
        _world.Add(link);
        await _world.PassAsync(TimeSpan.FromMinutes(2));
        _world.State(link).Verdict.ShouldBe(Verdict.Down);
        return link;
    }

    private Task ChangeAsync(params (LinkRecord? Before, LinkRecord? After)[] batch)
    {
        var changes = Channel.CreateUnbounded<LinkChange>();
        foreach (var (before, after) in batch)
            changes.Writer.TryWrite(new LinkChange(before is null ? null : Sample.Link(before), after is null ? null : Sample.Link(after)));
        changes.Writer.Complete();
        return _intake.RunAsync(changes.Reader, TestContext.Current.CancellationToken);
    }
}
