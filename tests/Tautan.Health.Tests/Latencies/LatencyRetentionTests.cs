using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Tautan.Health.Latencies;
using Tautan.Health.Partitions;
using Tautan.Health.Tests.Storage;

namespace Tautan.Health.Tests.Latencies;

public sealed class LatencyRetentionTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hours_become_a_day_after_30_and_days_go_after_400()
    {
        await using var rig = await DatabaseRig.StartAsync(time: new FakeTimeProvider(Now));
        var book = new LatencyBook(rig.Work, rig.Tables);
        var target = Guid.CreateVersion7();
        foreach (var days in new[] { 0, 30, 31, 400, 401 })
        {
            for (var minute = 0; minute < 120; minute++) book.Add(LatencySample.Of(target, Now.AddDays(-days).AddMinutes(minute), 50));
        }

        await book.StoreAsync(null, Cancellation);
        var retention = new LatencyRetention(rig.Databases, rig.Work, rig.Tables, new FakeTimeProvider(Now));
        (await retention.RunAsync(Cancellation)).ShouldBe(3);
        (await rig.Tables.ChangeAsync(Cancellation)).ShouldBe(0);
        (await retention.RunAsync(Cancellation)).ShouldBe(0);
        var today = (int)(Now.ToUnixTimeSeconds() / 86_400);
        await using var db = await rig.Databases.CreateDbContextAsync(Cancellation);
        (await db.HourlyLatencies.Select(row => today - row.Day).ToListAsync(Cancellation)).Order().ShouldBe([0, 30]);
        var daily = await db.DailyLatencies.ToListAsync(Cancellation);
        daily.Select(row => today - row.Day).Order().ShouldBe([31, 400, 401]);
        daily.ShouldAllBe(row => HistogramBytes.Read(row.Histogram).Count == 120);
    }

    [Fact]
    public async Task Days_go_twenty_at_a_time_when_all_of_them_are_older_than_400()
    {
        var time = new FakeTimeProvider(Now);
        await using var rig = await DatabaseRig.StartAsync(time: time);
        await rig.Work.WriteAsync(async (context, token) =>
        {
            var today = (int)(Now.ToUnixTimeSeconds() / 86_400);
            await rig.Tables.Days.PutAsync(
                context.Db,
                [.. Enumerable.Range(0, 450).Select(days => new DailyLatencyRow { TargetKey = Guid.Empty, Day = today - days, Period = (today - days) / HistoryTables.DaysTogether })],
                token);
            return true;
        }, Cancellation);
        (await rig.Tables.ChangeAsync(Cancellation)).ShouldBeGreaterThan(0);
        await using var db = await rig.Databases.CreateDbContextAsync(Cancellation);
        (await db.DailyLatencies.CountAsync(Cancellation)).ShouldBeInRange(401, 421);
    }
}
