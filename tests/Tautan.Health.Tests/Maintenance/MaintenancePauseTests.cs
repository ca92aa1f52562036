using Microsoft.Extensions.Logging.Abstractions;
using Tautan.Contracts;
using Tautan.Contracts.Health;
using Tautan.Contracts.Links;
using Tautan.Health.Maintenance;
using Tautan.Health.Targets;
using Tautan.Health.Tests.Fakes;

namespace Tautan.Health.Tests.Maintenance;

public sealed class MaintenancePauseTests
{
    private const string Url = "http://127.0.0.1:1001/a";
    private readonly World _world = new();
    private readonly LinkTable _links = new(NullLogger<LinkTable>.Instance);
    private readonly List<MaintenanceWindow> _windows = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private MaintenancePause Pause() => new(
        _ => Task.FromResult<IReadOnlyList<MaintenanceWindow>>(_windows), _links, _world.Registry, (_, _) => { }, _world.Patient, _world.Clock, NullLogger<MaintenancePause>.Instance);

    private LinkRecord Add(params string[] tags)
    {
        var link = Sample.Record(Url);
        link.Tags.AddRange(tags);
        _links.Apply([Sample.Entry(link)]);
        _world.Add(link);
        return link;
    }

    private MaintenanceWindow Window(IEnumerable<Guid>? links = null, string? tag = null, string? origin = null)
    {
        var now = _world.Clock.Now.Wall;
        return new MaintenanceWindow(Sample.Workspace, (links ?? []).ToHashSet(), tag, origin, (now, now.AddHours(1)), null);
    }

    [Fact]
    public async Task Target_that_fails_during_maintenance_is_paused_and_serves_and_begins_anew_after_it()
    {
        var link = Add();
        await _world.PassAsync(TimeSpan.FromMinutes(5));
        _windows.Add(Window(links: [link.Id.ToGuid()]));
        await Pause().LookAsync(Cancellation);
        var target = _world.Target(link);
        target.State.Verdict.ShouldBe(Verdict.Paused);
        target.State.Reason.ShouldBe(Reasons.Maintenance);
        _world.Prober.Refuses(Url);
        await _world.PassAsync(TimeSpan.FromMinutes(50));
        await Pause().LookAsync(Cancellation);
        target.State.Verdict.ShouldBe(Verdict.Paused);
        target.Probe.Origin.State.IsDown.ShouldBeFalse();

        await _world.PassAsync(TimeSpan.FromMinutes(10));
        await Pause().LookAsync(Cancellation);
        target.State.Verdict.ShouldBe(Verdict.Unknown);
        await _world.PassAsync(TimeSpan.FromMinutes(5));
        (target.State.IsDown || target.Probe.Origin.State.IsDown).ShouldBeTrue();
    }

    [Fact]
    public async Task What_was_down_serves_during_maintenance_with_its_origin()
    {
        _world.Prober.Refuses(Url);
        var link = Add("shop");
        await _world.PassAsync(TimeSpan.FromMinutes(5));
        _world.Target(link).Probe.Origin.State.IsDown.ShouldBeTrue();
        _windows.Add(Window(origin: "http://127.0.0.1:1001"));
        await Pause().LookAsync(Cancellation);
        _world.Target(link).State.Verdict.ShouldBe(Verdict.Paused);
        _world.Target(link).Probe.Origin.State.Verdict.ShouldBe(Verdict.Unknown);
        _world.Store.Of(_world.Target(link).Probe.Origin.Key).Last().ShouldBeNull();
    }

    [Fact]
    public async Task Target_that_links_share_is_paused_when_all_of_them_are()
    {
        var (one, other) = (Add("shop"), Add());
        _world.Target(one).ShouldBe(_world.Target(other));
        _windows.Add(Window(tag: "shop"));
        await Pause().LookAsync(Cancellation);
        _world.Target(one).State.Verdict.ShouldNotBe(Verdict.Paused);
        _windows.Add(Window(links: [other.Id.ToGuid()]));
        await Pause().LookAsync(Cancellation);
        _world.Target(one).State.Verdict.ShouldBe(Verdict.Paused);
        _windows.RemoveAt(0);
        await Pause().LookAsync(Cancellation);
        _world.Target(one).State.Verdict.ShouldBe(Verdict.Unknown);
    }

    [Fact]
    public async Task Window_of_another_workspace_or_another_time_changes_nothing()
    {
        var link = Add("shop");
        var now = _world.Clock.Now.Wall;
        _windows.Add(Window(tag: "shop") with { Workspace = Guid.CreateVersion7() });
        _windows.Add(Window(tag: "shop") with { Once = (now.AddHours(1), now.AddHours(2)) });
        _windows.Add(Window(tag: "SHOP"));
        await Pause().LookAsync(Cancellation);
        _world.Target(link).State.Verdict.ShouldNotBe(Verdict.Paused);
        _world.Store.Saved.ShouldBeEmpty();
    }
}
