using Tautan.Contracts.Health;
using Tautan.Health.CertificateEnds;
using Tautan.Health.Events;
using Tautan.Health.Probing;
using Tautan.Health.Recording;
using Tautan.Health.Storage;
using Tautan.Health.Tests.Fakes;
using Tautan.Health.Tests.Storage;
using Tautan.Platform.Persistence.Leases;

namespace Tautan.Health.Tests.CertificateEnds;

public sealed class CertificateStoryTests
{
    private const string Url = "https://127.0.0.1:1001/";

    private static void Shows(World world, DateTimeOffset endsAt, string url = Url) => world.Prober.Does(url, (request, _) => Task.FromResult(Sample.Answer(request.Url) with
    {
        At = world.Clock.Now.Wall,
        Certificate = new ProbeCertificate(endsAt, "Some CA", "127.0.0.1:1001"),
    }));

    private static List<CertificateEnd> Told(World world) => [.. world.Store.Saved.SelectMany(changes => changes.Certificates)];

    [Fact]
    public async Task End_is_told_at_14_7_3_and_1_days_once_each_however_many_links_there_are()
    {
        var world = new World();
        var links = Enumerable.Range(0, 5).Select(i => Sample.Record(Url + i)).ToArray();
        world.Add(links);
        var endsAt = world.Clock.Now.Wall.AddDays(16);
        foreach (var i in Enumerable.Range(0, 5)) Shows(world, endsAt, Url + i);
        await world.PassAsync(TimeSpan.FromDays(1));
        Told(world).ShouldBeEmpty();
        world.State(links[0]).Note.ShouldBeNull();

        await world.PassAsync(TimeSpan.FromDays(1.5));
        world.State(links[0]).Note.ShouldBe(Notes.CertificateEnds);
        await world.PassAsync(TimeSpan.FromDays(13.4));
        Told(world).Select(end => end.Days).ShouldBe([14, 7, 3, 1]);
        foreach (var end in Told(world)) (end.EndsAt - end.At).ShouldBeInRange(TimeSpan.FromDays(end.Days) - TimeSpan.FromMinutes(2), TimeSpan.FromDays(end.Days));
        Told(world)[1].ToEvent().Detail.ShouldBe($"The certificate of 127.0.0.1:1001, issued by Some CA, ends within 7 days, at {endsAt:yyyy-MM-dd'T'HH:mm:ss'Z'}.");

        foreach (var i in Enumerable.Range(0, 5)) Shows(world, endsAt.AddDays(90), Url + i);
        await world.PassAsync(TimeSpan.FromHours(1));
        world.State(links[0]).Note.ShouldBeNull();
        Told(world).Count.ShouldBe(4);
    }

    [Theory]
    [InlineData(14.1, null)]
    [InlineData(14, 14)]
    [InlineData(7.1, 14)]
    [InlineData(7, 7)]
    [InlineData(1, 1)]
    [InlineData(0.001, 1)]
    [InlineData(0, null)]
    [InlineData(-1, null)]
    public void Threshold_is_the_smallest_that_was_reached(double days, int? threshold) => CertificateEnd.DaysOf(TimeSpan.FromDays(days)).ShouldBe(threshold);

    [Fact]
    public async Task Process_that_knows_nothing_of_what_was_told_tells_nothing_twice()
    {
        await using var rig = await DatabaseRig.StartAsync();
        var store = new HealthStore(rig.Databases, rig.Work, rig.Tables, new SoleShards().Join());
        var now = new DateTimeOffset(2026, 11, 26, 0, 0, 0, TimeSpan.Zero);
        var origin = VerdictFeedKeys.PublicOrigin("https://a.example:443");
        CertificateEnd End(DateTimeOffset endsAt, int days) => new(origin, null, "https://a.example:443", "a.example:443", "Some CA", endsAt, days, now);
        foreach (var end in (CertificateEnd[])[End(now.AddDays(6), 7), End(now.AddDays(6), 7), End(now.AddDays(6), 14), End(now.AddDays(6), 3), End(now.AddDays(13), 14), End(now.AddDays(6), 3)])
        {
            var changes = new Changes { Shards = ShardSet.All };
            changes.Certificates.Add(end);
            await store.SaveAsync(changes, TestContext.Current.CancellationToken);
        }

        await using var db = await rig.Databases.CreateDbContextAsync(TestContext.Current.CancellationToken);
        var told = db.Events.OrderBy(row => row.Id).ToList();
        told.Select(row => row.Kind).ShouldAllBe(kind => kind == EventKinds.Certificate);
        told.ConvertAll(row => row.Detail!.Contains("within 7 days", StringComparison.Ordinal) ? 7 : row.Detail.Contains("within 3 days", StringComparison.Ordinal) ? 3 : 14).ShouldBe([7, 3]);
    }
}
