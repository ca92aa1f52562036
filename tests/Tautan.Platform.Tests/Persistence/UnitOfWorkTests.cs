using System.Data.Common;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Tautan.Platform.Hosting;
using Tautan.Platform.Tests.Stores;
using Tautan.Testing.Postgres;

namespace Tautan.Platform.Tests.Persistence;

public sealed class UnitOfWorkTests(PostgresServer postgres)
{
    private static CancellationToken Cancelled => new(canceled: true);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task One_failing_work_never_fails_its_neighbours(DatabaseKind kind)
    {
        using var place = await TestPlace.CreateAsync(kind, postgres);
        await using var store = await TestStore.StartAsync(place);

        var works = await store.GroupedAsync(Enumerable.Range(0, 64).Select<int, Func<Task<long>>>(id => () => store.Work.WriteAsync(
            (context, _) =>
            {
                context.Db.Rows.Add(new TestRow { Id = Guid.CreateVersion7(), Name = $"{id}" });
                var revision = context.Feed.Put(FeedWriting.Key(id), new StringValue { Value = "x" });
                return id % 7 == 3 ? throw new InvalidOperationException($"work {id}") : Task.FromResult(revision);
            },
            Token)));

        for (var id = 0; id < works.Count; id++)
        {
            if (id % 7 == 3)
                works[id].Exception!.InnerException!.Message.ShouldBe($"work {id}");
            else
                works[id].IsCompletedSuccessfully.ShouldBeTrue($"work {id}: {works[id].Exception}");
        }

        var succeeded = works.Where(work => work.IsCompletedSuccessfully).Select(work => work.Result).ToList();
        succeeded.ShouldBe(succeeded.Distinct());
        await using var db = store.Open();
        (await db.Rows.CountAsync(Token)).ShouldBe(succeeded.Count);
        var (state, entries) = await store.Reader.AfterAsync(0, 1000, Token);
        entries.Select(entry => entry.Revision).Order().ShouldBe(succeeded.Order());
        state.Count.ShouldBe(succeeded.Count);
    }

    [Fact]
    public async Task Database_that_has_no_room_is_told_until_a_write_succeeds()
    {
        using var place = await TestPlace.CreateAsync(DatabaseKind.Sqlite, postgres);
        await using var store = await TestStore.StartAsync(place);
        var readiness = store.Get<IReadinessCheck>();

        await Should.ThrowAsync<InvalidOperationException>(() => store.Work.WriteAsync<bool>((_, _) => throw new InvalidOperationException("a defect"), Token));
        readiness.Check().Status.ShouldBe(ReadyStatus.Ready);
        await Should.ThrowAsync<SqliteException>(() => store.Work.WriteAsync<bool>((_, _) => throw new SqliteException("database or disk is full", 13), Token));
        readiness.Check().Status.ShouldBe(ReadyStatus.Degraded);
        readiness.Check().Reasons.ShouldHaveSingleItem().ShouldStartWith("not_written: ");
        await AddAsync(store, "a");
        readiness.Check().Status.ShouldBe(ReadyStatus.Ready);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task Conflict_that_only_the_database_finds_fails_the_second_alone(DatabaseKind kind)
    {
        using var place = await TestPlace.CreateAsync(kind, postgres);
        await using var store = await TestStore.StartAsync(place);

        var works = await store.GroupedAsync(new[] { "a", "b", "a", "c" }.Select<string, Func<Task<long>>>(name => () => AddAsync(store, name)));

        works.Select(work => work.IsCompletedSuccessfully).ShouldBe([true, true, false, true]);
        works[2].Exception!.InnerException.ShouldBeOfType<DbUpdateException>();
        await using var db = store.Open();
        (await db.Rows.Select(row => row.Name).OrderBy(name => name).ToListAsync(Token)).ShouldBe(["a", "b", "c"]);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task Work_sees_what_the_works_before_it_changed(DatabaseKind kind)
    {
        using var place = await TestPlace.CreateAsync(kind, postgres);
        await using var store = await TestStore.StartAsync(place);
        var id = Guid.CreateVersion7();
        await store.Work.WriteAsync(
            (context, _) => Task.FromResult(context.Db.Rows.Add(new TestRow { Id = id, Name = "" }).Entity.Name),
            Token);

        // A change that is lost to another shows as a missing letter.
        var works = await store.GroupedAsync("abcdefgh".Select<char, Func<Task<string>>>(letter => () => store.Work.WriteAsync(
            async (context, cancellationToken) =>
            {
                var row = await context.Db.Rows.SingleAsync(row => row.Id == id, cancellationToken);
                return row.Name += letter;
            },
            Token)));

        (await works[^1]).ShouldBe("abcdefgh");
        await using var db = store.Open();
        (await db.Rows.SingleAsync(Token)).Name.ShouldBe("abcdefgh");
    }

    [Fact]
    public async Task Claims_are_shared_within_a_group_and_gone_with_it()
    {
        using var place = TestPlace.Sqlite();
        await using var store = await TestStore.StartAsync(place);
        Task<int> Claim() => store.Work.WriteAsync(
            (context, _) =>
            {
                context.Shared<List<string>>().Add("claim");
                return Task.FromResult(context.Shared<List<string>>().Count);
            },
            Token);

        var works = await store.GroupedAsync(Enumerable.Repeat<Func<Task<int>>>(Claim, 5));

        (await Task.WhenAll(works)).ShouldBe([1, 2, 3, 4, 5]);
        (await Claim()).ShouldBe(1);
    }

    [Fact]
    public async Task Many_works_share_one_commit()
    {
        using var place = TestPlace.Sqlite();
        var commits = new CommitObserver();
        await using var store = await TestStore.StartAsync(place, configure: services => services.ConfigureDbContext<SqliteTestDb>(db => db.AddInterceptors(commits)));
        commits.Count = 0;

        var works = await store.GroupedAsync(Enumerable.Range(0, 100).Select<int, Func<Task<long>>>(id => () => store.PutAsync(id, "x")));

        works.ShouldAllBe(work => work.IsCompletedSuccessfully);
        // The one that held the queue, and all that waited behind it.
        commits.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Work_that_was_cancelled_in_the_queue_does_not_run()
    {
        using var place = TestPlace.Sqlite();
        await using var store = await TestStore.StartAsync(place);
        using var cancel = new CancellationTokenSource();
        var hasRun = false;

        var works = await store.GroupedAsync(
            [
                () => store.PutAsync(1, "before"),
                () => store.Work.WriteAsync((_, _) => Task.FromResult(hasRun = true), cancel.Token).ContinueWith(work => work.IsCanceled ? 0L : 1L, TaskScheduler.Default),
                () => store.PutAsync(2, "after"),
            ],
            cancel.Cancel);

        (await Task.WhenAll(works)).ShouldBe([1, 0, 2]);
        hasRun.ShouldBeFalse();
    }

    [Fact]
    public async Task Cancelled_call_is_not_queued()
    {
        using var place = TestPlace.Sqlite();
        await using var store = await TestStore.StartAsync(place);

        await Should.ThrowAsync<OperationCanceledException>(() => store.Work.WriteAsync((_, _) => Task.FromResult(0), Cancelled));
    }

    [Fact]
    public async Task Stop_writes_what_was_queued_and_refuses_what_comes_after()
    {
        using var place = TestPlace.Sqlite();
        var stopping = Task.CompletedTask;
        await using (var store = await TestStore.StartAsync(place))
        {
            var works = await store.GroupedAsync(Enumerable.Range(0, 20).Select<int, Func<Task<long>>>(id => () => store.PutAsync(id, "x")), () => stopping = store.StopAsync());

            works.ShouldAllBe(work => work.IsCompletedSuccessfully);
            await stopping;
            await Should.ThrowAsync<OperationCanceledException>(() => store.PutAsync(99, "too late"));
        }

        await using var again = await TestStore.StartAsync(place);
        (await again.Reader.StateAsync(Token)).Count.ShouldBe(20);
    }

    [Fact]
    public async Task Commit_whose_answer_was_lost_is_not_repeated()
    {
        using var place = await TestPlace.CreateAsync(DatabaseKind.Postgres, postgres);
        var loss = new LostAnswer();
        await using var store = await TestStore.StartAsync(place, configure: services => services.ConfigureDbContext<PostgresTestDb>(db => db.AddInterceptors(loss)));
        var runs = 0;
        Task<int> Run(string name) => store.Work.WriteAsync(
            (context, _) =>
            {
                context.Db.Rows.Add(new TestRow { Id = Guid.CreateVersion7(), Name = name });
                return Task.FromResult(Interlocked.Increment(ref runs));
            },
            Token);

        // The next commit is that of the work that holds the queue.
        var works = await store.GroupedAsync([() => Run("a"), () => Run("b")], () => loss.In = 2);

        works.ShouldAllBe(work => work.IsFaulted);
        runs.ShouldBe(2);
        await using var db = store.Open();
        (await db.Rows.CountAsync(Token)).ShouldBe(2);
    }

    [Fact]
    public async Task Connection_that_writes_to_SQLite_is_durable_at_each_commit()
    {
        using var place = TestPlace.Sqlite();
        await using var store = await TestStore.StartAsync(place);

        // Twice, and from the reading side too: a pooled connection must not come back without its pragmas.
        for (var round = 0; round < 2; round++)
        {
            var written = await store.Work.WriteAsync((context, cancellationToken) => PragmasAsync(context.Db, cancellationToken), Token);
            written.ShouldBe((Journal: "wal", Synchronous: 2L, ForeignKeys: 1L));
        }

        await using var db = store.Open();
        (await PragmasAsync(db, Token)).ShouldBe((Journal: "wal", Synchronous: 2L, ForeignKeys: 1L));
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task Instants_and_ids_keep_their_value_and_order(DatabaseKind kind)
    {
        using var place = await TestPlace.CreateAsync(kind, postgres);
        await using var store = await TestStore.StartAsync(place);
        var rows = Enumerable.Range(0, 20).Select(index => new TestRow
        {
            Id = Guid.CreateVersion7(DateTimeOffset.UnixEpoch.AddDays(index * 365)),
            Name = $"{index}",
            ChangedAt = DateTimeOffset.UnixEpoch.AddYears(-10).AddDays(index * 500).AddMilliseconds(index),
        }).ToList();
        await store.Work.WriteAsync(
            (context, _) =>
            {
                context.Db.Rows.AddRange(rows.AsEnumerable().Reverse());
                return Task.FromResult(0);
            },
            Token);

        await using var db = store.Open();
        (await db.Rows.OrderBy(row => row.ChangedAt).Select(row => row.ChangedAt).ToListAsync(Token)).ShouldBe(rows.Select(row => row.ChangedAt));
        (await db.Rows.OrderBy(row => row.Id).Select(row => row.Id).ToListAsync(Token)).ShouldBe(rows.Select(row => row.Id));
        var last = rows[^1].ChangedAt;
        (await db.Rows.SingleAsync(row => row.ChangedAt >= last, Token)).Id.ShouldBe(rows[^1].Id);
    }

    private static Task<long> AddAsync(TestStore store, string name) => store.Work.WriteAsync(
        (context, _) =>
        {
            context.Db.Rows.Add(new TestRow { Id = Guid.CreateVersion7(), Name = name });
            return Task.FromResult(context.Feed.Put(FeedWriting.Key(name[0]), new StringValue { Value = name }));
        },
        Token);

    private static async Task<(string Journal, long Synchronous, long ForeignKeys)> PragmasAsync(TestDb db, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        var connection = db.Database.GetDbConnection();
        async Task<object?> ReadAsync(string pragma)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"PRAGMA {pragma}";
            return await command.ExecuteScalarAsync(cancellationToken);
        }

        return ((string)(await ReadAsync("journal_mode"))!, (long)(await ReadAsync("synchronous"))!, (long)(await ReadAsync("foreign_keys"))!);
    }

    private sealed class CommitObserver : DbTransactionInterceptor
    {
        public int Count { get; set; }

        public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            Count++;
            return Task.CompletedTask;
        }
    }

    /// <summary>The database commits, and the connection breaks before it says so.</summary>
    private sealed class LostAnswer : DbTransactionInterceptor
    {
        /// <summary>Which commit from now on; 0: none.</summary>
        public int In { get; set; }

        public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) =>
            In > 0 && --In == 0 ? throw new NpgsqlException("Exception while reading from stream", new IOException()) : Task.CompletedTask;
    }
}
