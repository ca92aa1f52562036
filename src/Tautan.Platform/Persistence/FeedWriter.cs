using System.Data.Common;
using Google.Protobuf;
using Tautan.Contracts.Feeds;
using Tautan.Platform.Feeds;

namespace Tautan.Platform.Persistence;

/// <summary>What a group of works says to the feed. The revisions it gives are final, since the feed's lock is held until the commit.</summary>
public sealed class FeedWriter
{
    private const long KeptDeletions = 1_000_000;
    private const long PruneEvery = 65_536;

    private readonly DbConnection _connection;
    private readonly DbTransaction _transaction;
    private readonly FeedStatements _statements;
    private readonly FeedState _before;
    private readonly Dictionary<FeedKey, FeedEntryRow> _changes = [];
    private long _revision;

    private FeedWriter(DbConnection connection, DbTransaction transaction, FeedStatements statements, FeedState before)
    {
        _connection = connection;
        _transaction = transaction;
        _statements = statements;
        _before = before;
        _revision = before.Revision;
    }

    /// <summary>The identity of the database that counts.</summary>
    public string Epoch => _before.Epoch;

    internal bool HasChanges => _changes.Count != 0;

    internal static async Task<FeedWriter> BeginAsync(DbConnection connection, DbTransaction transaction, FeedStatements statements) =>
        new(connection, transaction, statements, await FeedState.ReadAsync(connection, transaction, statements.LockState, CancellationToken.None));

    /// <summary>Says what a key now is.</summary>
    /// <returns>The revision of this change.</returns>
    public long Put(FeedKey key, IMessage value) => Change(key, deleted: false, value.ToByteArray());

    /// <summary>Says that a key is gone.</summary>
    /// <returns>The revision of this change.</returns>
    public long Remove(FeedKey key) => Change(key, deleted: true, []);

    internal async Task FlushAsync()
    {
        if (_changes.Count == 0)
            return;
        var entries = _changes.Values.OrderBy(entry => entry.Revision).ToList();
        var digest = _before.Digest;
        var count = _before.Count;
        foreach (var old in await _statements.UpsertAsync(_connection, _transaction, entries))
        {
            digest ^= Bits128.Read(old);
            count--;
        }

        foreach (var entry in entries.Where(entry => !entry.Deleted))
        {
            digest ^= Bits128.Read(entry.Hash);
            count++;
        }

        var pruned = _before.Pruned;
        if (_revision / PruneEvery != _before.Revision / PruneEvery && _revision > KeptDeletions)
        {
            pruned = _revision - KeptDeletions;
            await using var prune = FeedStatements.Command(_connection, _transaction, _statements.PruneDeleted, ("@pruned", pruned));
            await prune.ExecuteNonQueryAsync();
        }

        await (_before with { Revision = _revision, Digest = digest, Count = count, Pruned = pruned }).WriteAsync(_connection, _transaction);
        if (_statements.Notify is { } sql)
        {
            await using var notify = FeedStatements.Command(_connection, _transaction, sql);
            await notify.ExecuteNonQueryAsync();
        }
    }

    private long Change(FeedKey key, bool deleted, byte[] value)
    {
        var keyBytes = key.ToArray();
        _changes[key] = new FeedEntryRow
        {
            Key = keyBytes,
            Revision = ++_revision,
            Deleted = deleted,
            Value = value,
            Hash = deleted ? new byte[16] : FeedHash.BytesOf(keyBytes, value),
        };
        return _revision;
    }
}
