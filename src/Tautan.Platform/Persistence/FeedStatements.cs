using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;

namespace Tautan.Platform.Persistence;

/// <summary>The few statements of a feed, and what differs of them between SQLite and PostgreSQL.</summary>
internal abstract class FeedStatements
{
    public const string StateColumns = "epoch, revision, digest, count, pruned, meant";

    /// <summary>Reads the state and holds its lock until the commit.</summary>
    public abstract string LockState { get; }

    public const string ReadState = $"SELECT {StateColumns} FROM feed_state WHERE id = 1";

    public const string WriteState = "UPDATE feed_state SET epoch = @epoch, revision = @revision, digest = @digest, count = @count, pruned = @pruned, meant = @meant WHERE id = 1";

    public const string ReadAfter = "SELECT key, revision, deleted, value FROM feed_entries WHERE revision > @after ORDER BY revision LIMIT @limit";

    public abstract string PruneDeleted { get; }

    /// <summary>Writes entries, and returns the hashes that they replace: of keys that were there and not deleted.</summary>
    public abstract Task<List<byte[]>> UpsertAsync(DbConnection connection, DbTransaction transaction, IReadOnlyList<FeedEntryRow> entries);

    /// <summary>Tells other processes at the commit that there is something new.</summary>
    public abstract string? Notify { get; }

    internal static DbCommand Command(DbConnection connection, DbTransaction? transaction, string text, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = text;
        foreach (var (name, value) in parameters)
            Add(command, name, value);
        return command;
    }

    internal static DbParameter Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
        return parameter;
    }
}

internal sealed class SqliteFeedStatements : FeedStatements
{
    // BEGIN IMMEDIATE has the lock already.
    public override string LockState => ReadState;

    public override string? Notify => null;

    public override string PruneDeleted => "DELETE FROM feed_entries WHERE deleted = 1 AND revision <= @pruned";

    public override Task<List<byte[]>> UpsertAsync(DbConnection connection, DbTransaction transaction, IReadOnlyList<FeedEntryRow> entries)
    {
        var replaced = new List<byte[]>();
        var sqlite = (SqliteConnection)connection;
        using var select = new SqliteStatement(sqlite, "SELECT hash FROM feed_entries WHERE key = ? AND deleted = 0");
        using var upsert = new SqliteStatement(
            sqlite,
            "INSERT INTO feed_entries (key, revision, deleted, value, hash) VALUES (?, ?, ?, ?, ?) "
            + "ON CONFLICT (key) DO UPDATE SET revision = excluded.revision, deleted = excluded.deleted, value = excluded.value, hash = excluded.hash");
        foreach (var entry in entries)
        {
            if (select.Add(entry.Key).Bytes() is { } old)
                replaced.Add(old);
            upsert.Add(entry.Key).Add(entry.Revision).Add(entry.Deleted).Add(entry.Value).Add(entry.Hash).Run();
        }

        return Task.FromResult(replaced);
    }
}

internal sealed class PostgresFeedStatements : FeedStatements
{
    public const string Channel = "tautan_feed";

    // Whoever stops in the midst of a transaction, its machine with it, must not keep all others from writing until TCP notices.
    public override string LockState => $"SET LOCAL idle_in_transaction_session_timeout = '4s'; {ReadState} FOR UPDATE";

    public override string? Notify => $"NOTIFY {Channel}";

    public override string PruneDeleted => "DELETE FROM feed_entries WHERE deleted AND revision <= @pruned";

    public override async Task<List<byte[]>> UpsertAsync(DbConnection connection, DbTransaction transaction, IReadOnlyList<FeedEntryRow> entries)
    {
        var replaced = new List<byte[]>();
        var keys = entries.Select(entry => entry.Key).ToArray();
        await using (var select = Command(connection, transaction, "SELECT hash FROM feed_entries WHERE key = ANY(@keys) AND NOT deleted", ("@keys", keys)))
        await using (var reader = await select.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
                replaced.Add((byte[])reader[0]);
        }

        await using var upsert = (NpgsqlCommand)Command(connection, transaction,
            "INSERT INTO feed_entries (key, revision, deleted, value, hash) SELECT * FROM unnest(@keys, @revisions, @deleted, @values, @hashes) "
            + "ON CONFLICT (key) DO UPDATE SET revision = excluded.revision, deleted = excluded.deleted, value = excluded.value, hash = excluded.hash");
        upsert.Parameters.AddWithValue("@keys", NpgsqlDbType.Array | NpgsqlDbType.Bytea, keys);
        upsert.Parameters.AddWithValue("@revisions", NpgsqlDbType.Array | NpgsqlDbType.Bigint, entries.Select(entry => entry.Revision).ToArray());
        upsert.Parameters.AddWithValue("@deleted", NpgsqlDbType.Array | NpgsqlDbType.Boolean, entries.Select(entry => entry.Deleted).ToArray());
        upsert.Parameters.AddWithValue("@values", NpgsqlDbType.Array | NpgsqlDbType.Bytea, entries.Select(entry => entry.Value).ToArray());
        upsert.Parameters.AddWithValue("@hashes", NpgsqlDbType.Array | NpgsqlDbType.Bytea, entries.Select(entry => entry.Hash).ToArray());
        await upsert.ExecuteNonQueryAsync();
        return replaced;
    }
}
