using System.Threading.Channels;
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
        _intake = new LinkIntake(_world.Registry, new SavedStates(_world.Clock), scheduler, _world.Store, _world.Clock, NullLogger<LinkIntake>.Instance);
    }

    [Fact]
    public async Task What_is_down_stays_down_when_its_confirmation_is_set_otherwise()
    {
        var link = await DownAsync();
        var before = link.Clone();
        link.Health.FailuresToConfirm = 5;
        link.Health.FailbackHoldSeconds = 60;
        await ChangeAsync(before, link);

        _world.State(link).Verdict.ShouldBe(Verdict.Down);
        var old = Sample.Link(before).Destinations[0].Target;
        var now = Sample.Link(link).Destinations[0].Target;
        _world.Store.Of(now).ShouldHaveSingleItem()!.Verdict.ShouldBe(Verdict.Down);
        _world.Store.Feed.FindIndex(entry => entry.Key == now).ShouldBeLessThan(_world.Store.Feed.FindLastIndex(entry => entry.Key == old));
        _world.Store.Of(old).Last().ShouldBeNull();
    }

    [Fact]
    public async Task What_was_down_is_judged_anew_when_something_else_is_expected_of_it()
    {
        var link = await DownAsync();
        var before = link.Clone();
        link.Health.ExpectedStatus = "500";
        await ChangeAsync(before, link);

        _world.State(link).Verdict.ShouldBe(Verdict.Unknown);
    }

    [Fact]
    public async Task Another_URL_inherits_nothing()
    {
        var link = await DownAsync();
        var before = link.Clone();
        link.Routes[0].Destinations[0].Url = "http://a.example/other";
        await ChangeAsync(before, link);

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

    private Task ChangeAsync(LinkRecord before, LinkRecord after)
    {
        var changes = Channel.CreateUnbounded<LinkChange>();
        changes.Writer.TryWrite(new LinkChange(Sample.Link(before), Sample.Link(after)));
        changes.Writer.Complete();
        return _intake.RunAsync(changes.Reader, TestContext.Current.CancellationToken);
    }
}
