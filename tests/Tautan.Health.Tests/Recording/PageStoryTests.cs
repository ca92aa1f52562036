using System.Text;
using Tautan.Contracts.Health;
using Tautan.Contracts.Links;
using Tautan.Health.Events;
using Tautan.Health.Pages;
using Tautan.Health.Parking;
using Tautan.Health.Probing;
using Tautan.Health.Tests.Fakes;

namespace Tautan.Health.Tests.Recording;

public sealed class PageStoryTests
{
    private const string Url = "http://127.0.0.1:1001/sale/spring";
    private const string Witness = "http://127.0.0.1:1002/witness";

    private static void LeadsTo(World world, string finalUrl, string title = "Spring sale") => world.Prober.Does(Url, (request, _) => Task.FromResult(Sample.Answer(request.Url) with
    {
        Hops = finalUrl == Url ? Sample.Answer(Url).Hops : [new ProbeHop(Url, 302, ProbeFailure.None, Sample.Loopback), new ProbeHop(finalUrl, 200, ProbeFailure.None, Sample.Loopback)],
        Page = PageSight.Of(Encoding.UTF8.GetBytes($"<title>{title}</title>"), null, request.KnownPage, request.FirstTitle, ParkedDomains.Default),
    }));

    private static List<HealthEvent> NotesTold(World world) => [.. world.Store.Saved.SelectMany(changes => changes.Events).Where(happened => happened.Kind == EventKinds.Note)];

    [Fact]
    public async Task Link_that_now_leads_to_another_host_is_up_with_a_note_told_once_and_taken_back_once()
    {
        var world = new World();
        var link = Sample.Record(Url);
        world.Add(link);
        LeadsTo(world, Url);
        await world.PassAsync(TimeSpan.FromMinutes(3));
        world.State(link).Note.ShouldBeNull();

        LeadsTo(world, "http://127.0.0.2:1001/parking");
        await world.PassAsync(TimeSpan.FromMinutes(10));
        (world.State(link).Verdict, world.State(link).Note).ShouldBe((Verdict.Up, Notes.Drifted));
        var told = NotesTold(world).ShouldHaveSingleItem();
        (told.Note, told.Subject, told.Verdict).ShouldBe((Notes.Drifted, Url, Verdict.Up));

        LeadsTo(world, Url);
        await world.PassAsync(TimeSpan.FromMinutes(10));
        world.State(link).Note.ShouldBeNull();
        NotesTold(world).Count.ShouldBe(2);
        NotesTold(world)[1].Note.ShouldBeNull();
    }

    [Fact]
    public async Task Soft_404_takes_a_link_down_that_says_so_and_no_other()
    {
        var world = new World();
        var strict = Sample.Record(Guid.CreateVersion7(), Sample.Health(health => health.FailOn.Add(Notes.Soft404)), Url);
        var other = Sample.Record(Url);
        world.Add(strict, other, Sample.Record(Witness));
        LeadsTo(world, Url);
        await world.PassAsync(TimeSpan.FromMinutes(3));

        LeadsTo(world, Url, "Page not found");
        await world.PassAsync(TimeSpan.FromMinutes(3));
        (world.State(strict).Verdict, world.State(strict).Reason).ShouldBe((Verdict.Down, Reasons.Soft404));
        (world.State(other).Verdict, world.State(other).Note).ShouldBe((Verdict.Up, Notes.Soft404));

        LeadsTo(world, Url);
        await world.PassAsync(TimeSpan.FromMinutes(3));
        world.IsDown(strict).ShouldBeFalse();
    }

    [Fact]
    public async Task What_was_there_at_first_is_remembered_until_somebody_says_that_what_is_there_now_is_right()
    {
        var world = new World();
        var link = Sample.Record(Url);
        world.Add(link);
        LeadsTo(world, Url);
        await world.PassAsync(TimeSpan.FromMinutes(2));
        LeadsTo(world, "http://127.0.0.2:1001/new");
        await world.PassAsync(TimeSpan.FromHours(1));
        world.State(link).Note.ShouldBe(Notes.Drifted);
        world.Target(link).Probe.Baseline!.FinalUrl.ShouldBe(Url);

        await world.Recorder.ForgetBaselinesAsync([world.Target(link).Probe], TestContext.Current.CancellationToken);
        await world.MakeAsync(link);
        world.State(link).Note.ShouldBeNull();
        world.Target(link).Probe.Baseline!.FinalUrl.ShouldBe("http://127.0.0.2:1001/new");
    }

    [Fact]
    public async Task Links_that_ask_in_other_ways_do_not_share_a_probe()
    {
        var world = new World();
        var plain = Sample.Record(Url);
        var secret = Sample.Record(Guid.CreateVersion7(), Sample.Health(health => health.RequestHeaders.Add(new HeaderRecord { Name = "X-Key", Value = "1" })), Url);
        var careless = Sample.Record(Guid.CreateVersion7(), Sample.Health(health => health.IgnoreTlsErrors = true), Url);
        world.Add(plain, secret, careless);
        var probes = new[] { plain, secret, careless }.Select(link => world.Target(link).Probe).ToList();
        probes.Select(probe => probe.Id).Distinct().Count().ShouldBe(3);
        var request = probes[1].Key.ToRequest();
        using var message = new HttpRequestMessage();
        request.Headers.AddTo(message);
        message.Headers.GetValues("X-Key").ShouldBe(["1"]);
        probes[2].Key.ToRequest().IgnoreTlsErrors.ShouldBeTrue();
        await world.PassAsync(TimeSpan.FromMinutes(2));
        world.State(secret).Verdict.ShouldBe(Verdict.Up);
    }
}
