using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Tautan.Health.Latencies;
using Tautan.Health.Tests.Storage;

namespace Tautan.Health.Tests.Latencies;

public sealed class LatencyRetentionTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hours_become_a_day_after_30_and_days_go_after_400()
    {
        await using var rig = await DatabaseRig.StartAsync();
        var book = new LatencyBook(rig.Work);
        var target = Guid.CreateVersion7();
        foreach (var days in new[] { 0, 30, 31, 400, 401 })
        {
            for (var minute = 0; minute < 120; minute++) book.Add(LatencySample.Of(target, Now.AddDays(-days).AddMinutes(minute), 50));
        }

        await book.StoreAsync(null, Cancellation);
        var retention = new LatencyRetention(rig.Databases, rig.Work, new FakeTimeProvider(Now));
        (await retention.RunAsync(Cancellation)).ShouldBe(4);
        (await retention.RunAsync(Cancellation)).ShouldBe(0);
        var today = (int)(Now.ToUnixTimeSeconds() / 86_400);
        await using var db = await rig.Databases.CreateDbContextAsync(Cancellation);
        (await db.HourlyLatencies.Select(row => today - row.Day).ToListAsync(Cancellation)).Order().ShouldBe([0, 30]);
        var daily = await db.DailyLatencies.ToListAsync(Cancellation);
        daily.Select(row => today - row.Day).Order().ShouldBe([31, 400]);
        daily.ShouldAllBe(row => HistogramBytes.Read(row.Histogram).Count == 120);
    }

    [Fact]
    public async Task Latency_that_comes_after_its_day_was_made_is_added_to_it()
    {
        await using var rig = await DatabaseRig.StartAsync();
        var book = new LatencyBook(rig.Work);
        var retention = new LatencyRetention(rig.Databases, rig.Work, new FakeTimeProvider(Now));
        var target = Guid.CreateVersion7();
        for (var round = 1; round <= 2; round++)
        {
            book.Add(LatencySample.Of(target, Now.AddDays(-60), round));
            await book.StoreAsync(null, Cancellation);
            await retention.RunAsync(Cancellation);
            await using var db = await rig.Databases.CreateDbContextAsync(Cancellation);
            HistogramBytes.Read((await db.DailyLatencies.SingleAsync(Cancellation)).Histogram).Count.ShouldBe(round);
        }
    }
}
