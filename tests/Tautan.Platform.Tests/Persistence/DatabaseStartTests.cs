using Microsoft.Data.Sqlite;
using Tautan.Platform.Persistence;
using Tautan.Platform.Tests.Stores;
using Tautan.Testing.Postgres;

namespace Tautan.Platform.Tests.Persistence;

public sealed class DatabaseStartTests(PostgresServer postgres)
{
    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task New_database_is_made_and_its_epoch_remembered(DatabaseKind kind)
    {
        using var place = await TestPlace.CreateAsync(kind, postgres);
        await using var store = await TestStore.StartAsync(place);

        var state = await store.Reader.StateAsync(TestContext.Current.CancellationToken);

        Guid.Parse(state.Epoch).Version.ShouldBe(7);
        state.ShouldBe(new FeedState(state.Epoch, 0, default, 0, 0, 0));
        File.ReadAllText(place.EpochFile).Trim().ShouldBe(state.Epoch);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task Database_is_the_same_after_a_restart(DatabaseKind kind)
    {
        using var place = await TestPlace.CreateAsync(kind, postgres);
        string epoch;
        await using (var first = await TestStore.StartAsync(place))
        {
            await first.PutAsync(1, "kept");
            epoch = (await first.Reader.StateAsync(TestContext.Current.CancellationToken)).Epoch;
        }

        await using var second = await TestStore.StartAsync(place);
        var (state, entries) = await second.Reader.AfterAsync(0, 10, TestContext.Current.CancellationToken);

        state.Epoch.ShouldBe(epoch);
        state.Revision.ShouldBe(1);
        entries.Single().Key.ShouldBe(FeedWriting.Key(1).ToArray());
    }

    [Fact]
    public async Task Missing_file_that_is_remembered_is_refused_and_stays_missing()
    {
        using var place = TestPlace.Sqlite();
        await StartOnceAsync(place);
        File.Delete(place.SqliteFile);

        var refusal = await Should.ThrowAsync<DatabaseException>(() => TestStore.StartAsync(place));

        refusal.Message.ShouldContain(place.SqliteFile);
        refusal.Message.ShouldContain("--new-database links");
        File.Exists(place.SqliteFile).ShouldBeFalse();
    }

    [Fact]
    public async Task Stopped_service_leaves_one_whole_file()
    {
        using var place = TestPlace.Sqlite();
        await using (var store = await TestStore.StartAsync(place))
            await store.PutAsync(1, "in the file, not in a log beside it");

        Directory.GetFiles(place.Directory, "links.db*").ShouldBe([place.SqliteFile]);
    }

    [Fact]
    public async Task Restored_copy_without_a_write_ahead_log_starts_and_gets_one()
    {
        using var place = TestPlace.Sqlite();
        var epoch = await StartOnceAsync(place);
        (await ExecuteAsync(place, "PRAGMA journal_mode = DELETE")).ShouldBe("delete");

        (await StartOnceAsync(place)).ShouldBe(epoch);

        (await ExecuteAsync(place, "PRAGMA journal_mode")).ShouldBe("wal");
    }

    [Fact]
    public async Task Empty_file_that_is_remembered_is_refused()
    {
        using var place = TestPlace.Sqlite();
        await StartOnceAsync(place);
        File.WriteAllBytes(place.SqliteFile, []);

        await Should.ThrowAsync<DatabaseException>(() => TestStore.StartAsync(place));
    }

    [Fact]
    public async Task Emptied_PostgreSQL_database_that_is_remembered_is_refused()
    {
        using var place = await TestPlace.CreateAsync(DatabaseKind.Postgres, postgres);
        await StartOnceAsync(place);
        await ExecuteAsync(place, "DROP SCHEMA public CASCADE; CREATE SCHEMA public");

        var refusal = await Should.ThrowAsync<DatabaseException>(() => TestStore.StartAsync(place));

        refusal.Message.ShouldContain("--new-database links");
        refusal.Message.ShouldNotContain("Username");
    }

    [Fact]
    public async Task Missing_database_may_start_anew_when_asked_to_and_is_then_another()
    {
        using var place = TestPlace.Sqlite();
        var old = await StartOnceAsync(place);
        File.Delete(place.SqliteFile);

        await using (var store = await TestStore.StartAsync(place, allowNew: true))
            (await store.Reader.StateAsync(TestContext.Current.CancellationToken)).Epoch.ShouldNotBe(old);

        (await StartOnceAsync(place)).ShouldNotBe(old);
    }

    [Fact]
    public async Task New_database_flag_does_not_touch_a_database_that_is_there()
    {
        using var place = TestPlace.Sqlite();
        var epoch = await StartOnceAsync(place);

        await using var store = await TestStore.StartAsync(place, allowNew: true);

        (await store.Reader.StateAsync(TestContext.Current.CancellationToken)).Epoch.ShouldBe(epoch);
    }

    [Fact]
    public async Task SQLite_database_of_a_newer_version_is_refused()
    {
        using var place = TestPlace.Sqlite();
        await StartOnceAsync(place);
        await AddMigrationAsync(place, "20270101000000_Newer");

        (await Should.ThrowAsync<DatabaseException>(() => TestStore.StartAsync(place))).Message.ShouldContain("20270101000000_Newer");
    }

    [Fact]
    public async Task PostgreSQL_database_one_version_ahead_is_accepted_and_two_ahead_refused()
    {
        using var place = await TestPlace.CreateAsync(DatabaseKind.Postgres, postgres);
        var epoch = await StartOnceAsync(place);

        await AddMigrationAsync(place, "20270101000000_Newer");
        (await StartOnceAsync(place)).ShouldBe(epoch);

        await AddMigrationAsync(place, "20280101000000_Newest");
        (await Should.ThrowAsync<DatabaseException>(() => TestStore.StartAsync(place))).Message.ShouldContain("20280101000000_Newest");
    }

    [Fact]
    public async Task Processes_that_start_at_once_on_PostgreSQL_migrate_once()
    {
        using var place = await TestPlace.CreateAsync(DatabaseKind.Postgres, postgres);
        using var other = place.SeenByAnotherProcess();

        var stores = await Task.WhenAll(TestStore.StartAsync(place), TestStore.StartAsync(other));

        var states = await Task.WhenAll(stores.Select(store => store.Reader.StateAsync(TestContext.Current.CancellationToken)));
        states[0].Epoch.ShouldBe(states[1].Epoch);
        foreach (var store in stores)
            await store.DisposeAsync();
    }

    [Fact]
    public async Task Lock_of_the_start_on_PostgreSQL_is_free_once_the_service_runs()
    {
        using var place = await TestPlace.CreateAsync(DatabaseKind.Postgres, postgres);
        await using var store = await TestStore.StartAsync(place);

        (await ExecuteAsync(place, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")).ShouldBe(0L);
    }

    [Fact]
    public async Task File_that_is_no_database_is_refused_and_left_alone()
    {
        using var place = TestPlace.Sqlite();
        var bytes = "no database, but somebody's only copy of something"u8.ToArray();
        File.WriteAllBytes(place.SqliteFile, bytes);

        await Should.ThrowAsync<Exception>(() => TestStore.StartAsync(place));

        File.ReadAllBytes(place.SqliteFile).ShouldBe(bytes);
    }

    private static async Task<string> StartOnceAsync(TestPlace place)
    {
        await using var store = await TestStore.StartAsync(place);
        return (await store.Reader.StateAsync(TestContext.Current.CancellationToken)).Epoch;
    }

    private static Task<object?> AddMigrationAsync(TestPlace place, string id) =>
        ExecuteAsync(place, $"INSERT INTO \"__EFMigrationsHistory\" VALUES ('{id}', '10.0.0')");

    private static async Task<object?> ExecuteAsync(TestPlace place, string sql)
    {
        await using System.Data.Common.DbConnection connection = place.ConnectionString is { } text
            ? new Npgsql.NpgsqlConnection(text + ";Pooling=false")
            : new SqliteConnection($"Data Source={place.SqliteFile};Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
