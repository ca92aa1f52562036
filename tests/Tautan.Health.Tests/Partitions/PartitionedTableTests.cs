using Microsoft.EntityFrameworkCore;
using Tautan.Contracts.Health;
using Tautan.Health.Storage;
using Tautan.Health.Tests.Storage;
using Tautan.Testing.Postgres;

namespace Tautan.Health.Tests.Partitions;

/// <summary>On both databases.</summary>
public sealed class PartitionedTableTests(PostgresServer server)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private async Task<DatabaseRig> StartAsync(bool isPostgres) =>
        await DatabaseRig.StartAsync(isPostgres ? await server.CreateDatabaseAsync(Cancellation) : null);

    private static CheckRow Check(int period) => new() { Id = Guid.CreateVersion7(), Period = period, TargetKey = Guid.CreateVersion7(), At = DateTimeOffset.UnixEpoch, Count = 1 };

    private static Task<bool> PutAsync(DatabaseRig rig, params CheckRow[] rows) => rig.Work.WriteAsync(async (context, token) =>
    {
        await rig.Tables.Checks.PutAsync(context.Db, rows, token);
        return true;
    }, Cancellation);

    private static Task<int> ChangeAsync(DatabaseRig rig, long[] needed, long oldest) =>
        rig.Work.WriteAsync((context, token) => rig.Tables.Checks.ChangeAsync(context.Db, needed, oldest, token), Cancellation);

    private static async Task<List<CheckRow>> RowsAsync(DatabaseRig rig)
    {
        await using var db = await rig.Databases.CreateDbContextAsync(Cancellation);
        return await db.Checks.AsNoTracking().OrderBy(row => row.Period).ToListAsync(Cancellation);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task All_of_a_row_is_read_as_it_was_written_and_written_again(bool isPostgres)
    {
        await using var rig = await StartAsync(isPostgres);
        var row = new CheckRow
        {
            Id = Guid.CreateVersion7(),
            Period = 5,
            TargetKey = Guid.CreateVersion7(),
            WorkspaceId = Guid.CreateVersion7(),
            At = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_001),
            Until = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_002),
            Count = 3,
            Ok = true,
            Reason = Reasons.Timeout,
            Note = "\U0001F680 ' \"",
            Status = 200,
            Hops = "[]",
            DnsMs = 1.5,
            TotalMs = 2.25,
        };
        await PutAsync(rig, row);
        (await RowsAsync(rig)).ShouldHaveSingleItem().ShouldBeEquivalentTo(row);
        (row.Count, row.Note, row.DnsMs, row.Ok) = (4, null, null, false);
        await PutAsync(rig, row);
        (await RowsAsync(rig)).ShouldHaveSingleItem().ShouldBeEquivalentTo(row);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Old_partitions_go_and_the_others_stay(bool isPostgres)
    {
        await using var rig = await StartAsync(isPostgres);
        await PutAsync(rig, Check(3), Check(4), Check(5));
        (await ChangeAsync(rig, [9], 5)).ShouldBe(2);
        (await RowsAsync(rig)).Select(row => row.Period).ShouldBe([5]);
        (await ChangeAsync(rig, [9], 5)).ShouldBe(0);

        // A clock that is set back finds its partition gone.
        await PutAsync(rig, Check(3));
        (await RowsAsync(rig)).Select(row => row.Period).ShouldBe([3, 5]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Partition_that_was_made_in_a_work_that_failed_is_made_again(bool isPostgres)
    {
        await using var rig = await StartAsync(isPostgres);
        await Should.ThrowAsync<InvalidOperationException>(() => rig.Work.WriteAsync<bool>(async (context, token) =>
        {
            await rig.Tables.Checks.PutAsync(context.Db, [Check(7)], token);
            throw new InvalidOperationException();
        }, Cancellation));
        (await RowsAsync(rig)).ShouldBeEmpty();
        await PutAsync(rig, Check(7));
        (await RowsAsync(rig)).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Many_who_need_a_new_partition_at_once_all_get_it(bool isPostgres)
    {
        await using var rig = await StartAsync(isPostgres);
        await Parallel.ForAsync(0, 20, Cancellation, async (number, _) => await PutAsync(rig, Check(100 + (number % 3))));
        (await RowsAsync(rig)).Count.ShouldBe(20);
    }
}
