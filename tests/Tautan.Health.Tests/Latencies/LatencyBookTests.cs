using Microsoft.EntityFrameworkCore;
using Tautan.Health.Latencies;
using Tautan.Health.Tests.Storage;

namespace Tautan.Health.Tests.Latencies;

public sealed class LatencyBookTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task<DayOfHours> DayAsync(DatabaseRig rig, Guid target)
    {
        await using var db = await rig.Databases.CreateDbContextAsync(Cancellation);
        return DayOfHours.Read((await db.HourlyLatencies.SingleAsync(row => row.TargetKey == target, Cancellation)).Hours);
    }

    [Fact]
    public async Task What_is_gathered_is_added_to_what_is_stored()
    {
        await using var rig = await DatabaseRig.StartAsync();
        var book = new LatencyBook(rig.Work, rig.Tables);
        var target = Guid.CreateVersion7();
        for (var round = 1; round <= 3; round++)
        {
            for (var minute = 0; minute < 90; minute++) book.Add(LatencySample.Of(target, Noon.AddMinutes(minute), minute));
            await book.StoreAsync(null, Cancellation);
            var day = await DayAsync(rig, target);
            day[12]!.Count.ShouldBe(60 * round);
            day[13]!.Count.ShouldBe(30 * round);
            day.Sum().Count.ShouldBe(90 * round);
        }
    }

    [Fact]
    public async Task Only_what_is_asked_for_is_stored_and_the_rest_stays_gathered()
    {
        await using var rig = await DatabaseRig.StartAsync();
        var book = new LatencyBook(rig.Work, rig.Tables);
        var (one, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        book.Add(LatencySample.Of(one, Noon, 1));
        book.Add(LatencySample.Of(other, Noon, 1));
        await book.StoreAsync(new HashSet<Guid> { one }, Cancellation);
        await using (var db = await rig.Databases.CreateDbContextAsync(Cancellation))
            (await db.HourlyLatencies.Select(row => row.TargetKey).ToListAsync(Cancellation)).ShouldBe([one]);
        await book.StoreAsync(null, Cancellation);
        (await DayAsync(rig, other)).Sum().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Many_who_store_at_once_lose_nothing()
    {
        await using var rig = await DatabaseRig.StartAsync();
        var book = new LatencyBook(rig.Work, rig.Tables);
        var targets = Enumerable.Range(0, 500).Select(_ => Guid.CreateVersion7()).ToList();
        await Parallel.ForAsync(0, 8, Cancellation, async (round, token) =>
        {
            foreach (var target in targets) book.Add(LatencySample.Of(target, Noon, round));
            await book.StoreAsync(null, token);
        });
        await using var db = await rig.Databases.CreateDbContextAsync(Cancellation);
        var rows = await db.HourlyLatencies.AsNoTracking().ToListAsync(Cancellation);
        rows.Count.ShouldBe(500);
        rows.ShouldAllBe(row => DayOfHours.Read(row.Hours).Sum().Count == 8);
    }

    [Fact]
    public async Task What_could_not_be_stored_stays_gathered()
    {
        await using var rig = await DatabaseRig.StartAsync();
        var book = new LatencyBook(rig.Work, rig.Tables);
        var target = Guid.CreateVersion7();
        book.Add(LatencySample.Of(target, Noon, 1));
        await Should.ThrowAsync<OperationCanceledException>(() => book.StoreAsync(null, new CancellationToken(canceled: true)));
        await book.StoreAsync(null, Cancellation);
        (await DayAsync(rig, target)).Sum().Count.ShouldBe(1);
    }
}
