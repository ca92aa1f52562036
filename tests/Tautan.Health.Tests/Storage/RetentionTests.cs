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

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Checks_go_after_two_days_and_runs_that_still_go_on_stay()
    {
        await using var rig = await DatabaseRig.StartAsync();
        await rig.Work.WriteAsync((context, _) =>
        {
            for (var hour = 0; hour < 100; hour++)
                context.Db.Checks.Add(new CheckRow { Id = Guid.CreateVersion7(), At = Now.AddHours(-hour), Until = Now.AddHours(-hour), Count = 1 });
            context.Db.Checks.Add(new CheckRow { Id = Guid.CreateVersion7(), At = Now.AddDays(-90), Until = Now, Count = 100_000 });
            return Task.FromResult(true);
        }, Cancellation);
        (await Retention(rig).DeleteAsync(Cancellation)).ShouldBe(51);
        await using var db = await rig.Databases.CreateDbContextAsync(Cancellation);
        (await db.Checks.CountAsync(Cancellation)).ShouldBe(50);
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

    private static Retention Retention(DatabaseRig rig) =>
        new(rig.Databases, rig.Work, new LatencyRetention(rig.Databases, rig.Work, new FakeTimeProvider(Now)), new FakeTimeProvider(Now), NullLogger<Retention>.Instance);
}
