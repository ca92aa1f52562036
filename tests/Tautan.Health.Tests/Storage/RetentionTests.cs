using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Tautan.Contracts.Health;
using Tautan.Health.History;
using Tautan.Health.Latencies;
using Tautan.Health.Storage;

namespace Tautan.Health.Tests.Storage;

public sealed class RetentionTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Now);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Checks_go_by_whole_periods_after_two_days()
    {
        await using var rig = await DatabaseRig.StartAsync(time: _time);
        await rig.Work.WriteAsync(async (context, token) =>
        {
            await rig.Tables.Checks.PutAsync(context.Db, [.. Enumerable.Range(0, 100).Select(hour => Check(Now.AddHours(-hour)))], token);
            return true;
        }, Cancellation);
        (await Retention(rig).DeleteAsync(Cancellation)).ShouldBe(9);
        await using var db = await rig.Databases.CreateDbContextAsync(Cancellation);
        (await db.Checks.CountAsync(Cancellation)).ShouldBe(49);
        (await db.Checks.MinAsync(row => row.At, Cancellation)).ShouldBe(Now.AddHours(-48));
    }

    [Fact]
    public async Task Last_change_before_the_limit_stays_because_it_says_what_the_verdict_was()
    {
        await using var rig = await DatabaseRig.StartAsync();
        var key = Guid.CreateVersion7();
        await rig.Work.WriteAsync((context, _) =>
        {
            foreach (var days in new[] { 900, 800, 500, 10 })
                context.Db.VerdictChanges.Add(new VerdictChangeRow { Id = Guid.CreateVersion7(), Key = key, At = Now.AddDays(-days), Verdict = Verdict.Up });
            return Task.FromResult(true);
        }, Cancellation);
        (await Retention(rig).DeleteAsync(Cancellation)).ShouldBe(2);
        await using var db = await rig.Databases.CreateDbContextAsync(Cancellation);
        (await db.VerdictChanges.MinAsync(row => row.At, Cancellation)).ShouldBe(Now.AddDays(-500));
    }

    private static CheckRow Check(DateTimeOffset at)
    {
        var id = Guid.CreateVersion7(at);
        return new CheckRow { Id = id, Period = CheckPeriods.Of(id), At = at, Until = at, Count = 1 };
    }

    private Retention Retention(DatabaseRig rig) =>
        new(rig.Databases, rig.Work, new LatencyRetention(rig.Databases, rig.Work, rig.Tables, _time), rig.Tables, _time, NullLogger<Retention>.Instance);
}
