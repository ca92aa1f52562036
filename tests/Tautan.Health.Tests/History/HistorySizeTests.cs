using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Tautan.Contracts.Feeds;
using Tautan.Contracts.Health;
using Tautan.Health.Events;
using Tautan.Health.History;
using Tautan.Health.Latencies;
using Tautan.Health.Probing;
using Tautan.Health.Storage;
using Tautan.Health.Tests.Storage;

namespace Tautan.Health.Tests.History;

/// <summary>
/// How large the history of 10,000 targets grows that are probed each minute: a hundredth of them, on a clock of its own, measured in the file of SQLite.
/// One probe in a hundred fails, and each target is down once a week.
/// </summary>
public sealed class HistorySizeTests
{
    private const int Targets = 100;
    private const long PartOfAll = 10_000 / Targets;
    private static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _time = new(Start);
    private readonly Random _random = new(5);
    private readonly List<FeedKey> _targets = [.. Enumerable.Range(0, Targets).Select(_ => FeedKey.Of(VerdictFeedKeys.TargetKind, Guid.CreateVersion7()))];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Checks_of_48_hours_take_at_most_500_MB_and_no_more_later()
    {
        await using var rig = await DatabaseRig.StartAsync(time: _time);
        var retention = Retention(rig);
        var runs = new CheckRun?[Targets];
        var sizes = new List<long>();
        for (var hour = 1; hour <= 96; hour++)
        {
            var batch = new Dictionary<Guid, CheckRun>();
            for (var minute = 0; minute < 60; minute++)
            {
                for (var i = 0; i < Targets; i++)
                {
                    var run = runs[i] = Next(runs[i], _targets[i]);
                    batch[run.Id] = run;
                }

                _time.Advance(TimeSpan.FromMinutes(1));
            }

            await rig.Work.WriteAsync(async (context, token) =>
            {
                await rig.Tables.Checks.PutAsync(context.Db, [.. batch.Values.Select(Row)], token);
                return true;
            }, Cancellation);
            await retention.DeleteAsync(Cancellation);
            if (hour is 50 or 72 or 96) sizes.Add(await SizeAsync(rig) * PartOfAll);
        }

        TestContext.Current.SendDiagnosticMessage("Checks of 10,000 targets after 50, 72 and 96 h: {0} MB", string.Join(", ", sizes.Select(size => size / 1_000_000)));
        sizes.ShouldAllBe(size => size <= 500_000_000);
        sizes[2].ShouldBeLessThan(sizes[0] * 115 / 100);
    }

    [Fact]
    public async Task The_rest_of_400_days_takes_at_most_1500_MB_and_no_more_later()
    {
        await using var rig = await DatabaseRig.StartAsync(time: _time);
        var retention = Retention(rig);
        var days = Enumerable.Range(0, 50).Select(_ => Day()).ToList();
        var sizes = new List<long>();
        for (var day = 1; day <= 460; day++)
        {
            var today = (int)(_time.GetUtcNow().ToUnixTimeSeconds() / 86_400);
            await rig.Work.WriteAsync(async (context, token) =>
            {
                await rig.Tables.Hours.PutAsync(
                    context.Db,
                    [.. _targets.Select(target => new HourlyLatencyRow { TargetKey = target.ToGuid(), Day = today, Hours = days[_random.Next(days.Count)] })],
                    token);
                return true;
            }, Cancellation);
            var fallen = _targets.Where((_, i) => i % 7 == day % 7).ToList();
            await rig.Work.WriteAsync((context, token) => FallAndRiseAsync(context, fallen, token), Cancellation);
            _time.Advance(TimeSpan.FromDays(1));
            await retention.DeleteAsync(Cancellation);
            if (day is 402 or 430 or 460) sizes.Add(await SizeAsync(rig) * PartOfAll);
        }

        TestContext.Current.SendDiagnosticMessage("The rest of 10,000 targets after 402, 430 and 460 days: {0} MB", string.Join(", ", sizes.Select(size => size / 1_000_000)));
        sizes.ShouldAllBe(size => size <= 1_500_000_000);
        sizes[2].ShouldBeLessThan(sizes[0] * 105 / 100);
    }

    // A site that answers in 80 ms, now and then much slower.
    private double Latency() => 60 + (40 * _random.NextDouble()) + (_random.Next(50) == 0 ? 2000 * _random.NextDouble() : 0);

    private byte[] Day()
    {
        var day = new DayOfHours();
        for (var minute = 0; minute < 1440; minute++) day.Open(minute / 60).Add(LatencyBuckets.Of(Latency()));
        return day.Write();
    }

    private static CheckRow Row(CheckRun run)
    {
        var row = new CheckRow();
        row.Take(run);
        return row;
    }

    private CheckRun Next(CheckRun? run, FeedKey target)
    {
        var fails = _random.Next(100) == 0;
        var check = new CheckRun
        {
            Id = Guid.CreateVersion7(_time.GetUtcNow()),
            Target = target,
            Workspace = Guid.Empty,
            At = _time.GetUtcNow(),
            Until = _time.GetUtcNow(),
            Count = 1,
            Ok = !fails,
            Reason = fails ? Reasons.ConnectTimeout : null,
            Note = null,
            Status = fails ? null : 200,
            Hops = [],
            Timings = new ProbeTimings(1.5, 20.25, 31.125, 70.5, Latency()),
        };
        return run?.With(check) ?? check;
    }

    private async Task<bool> FallAndRiseAsync(Platform.Persistence.WriteContext<HealthDb> context, List<FeedKey> targets, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        foreach (var (verdict, at) in new[] { (Verdict.Down, now), (Verdict.Up, now.AddHours(1)) })
        {
            foreach (var target in targets)
                context.Db.VerdictChanges.Add(new VerdictChangeRow { Id = Guid.CreateVersion7(at), Key = target.ToGuid(), WorkspaceId = Guid.Empty, At = at, Verdict = verdict, Reason = Reasons.HttpStatus });
            await EventLog.AppendAsync(context, [.. targets.Select(target => new HealthEvent
            {
                Kind = EventKinds.Verdict,
                At = at,
                Key = target,
                Workspace = Guid.Empty,
                Subject = "https://www.shop-of-somebody.example/products/category/some-article-with-a-name",
                Verdict = verdict,
                Previous = Verdict.Up,
                Reason = Reasons.HttpStatus,
            })], cancellationToken);
        }

        return true;
    }

    private Retention Retention(DatabaseRig rig) =>
        new(rig.Databases, rig.Work, new LatencyRetention(rig.Databases, rig.Work, rig.Tables, _time), rig.Tables, _time, NullLogger<Retention>.Instance);

    private static async Task<long> SizeAsync(DatabaseRig rig)
    {
        await using var db = await rig.Databases.CreateDbContextAsync(Cancellation);
        var pages = await db.Database.SqlQueryRaw<long>("SELECT page_count AS Value FROM pragma_page_count").SingleAsync(Cancellation);
        return pages * 4096;
    }
}
