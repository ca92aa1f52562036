using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Tautan.Platform.Persistence;

namespace Tautan.Platform.Feeds;

/// <summary>Reads a feed's tables, entries and state in one snapshot of the database.</summary>
internal sealed class FeedReader<TDb>(IDbContextFactory<TDb> factory, FeedStatements statements)
    where TDb : TautanDb
{
    public async Task<FeedState> StateAsync(CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        await db.Database.OpenConnectionAsync(cancellationToken);
        return await FeedState.ReadAsync(db.Database.GetDbConnection(), null, FeedStatements.ReadState, cancellationToken);
    }

    public async Task<FeedState> ChangeStateAsync(Func<FeedState, FeedState> change, CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        await db.Database.OpenConnectionAsync(cancellationToken);
        var connection = db.Database.GetDbConnection();
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var state = change(await FeedState.ReadAsync(connection, transaction, statements.LockState, cancellationToken));
        await state.WriteAsync(connection, transaction);
        if (statements.Notify is { } sql)
        {
            await using var notify = FeedStatements.Command(connection, transaction, sql);
            await notify.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return state;
    }

    public async Task<(FeedState State, List<FeedEntryRow> Entries)> AfterAsync(long after, int limit, CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        await db.Database.OpenConnectionAsync(cancellationToken);
        var connection = db.Database.GetDbConnection();
        await using var transaction = await BeginReadAsync(connection, cancellationToken);
        var state = await FeedState.ReadAsync(connection, transaction, FeedStatements.ReadState, cancellationToken);
        var entries = new List<FeedEntryRow>();
        if (state.Revision > after)
        {
            await using var command = FeedStatements.Command(connection, transaction, FeedStatements.ReadAfter, ("@after", after), ("@limit", limit));
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                entries.Add(new FeedEntryRow { Key = (byte[])reader[0], Revision = reader.GetInt64(1), Deleted = reader.GetBoolean(2), Value = (byte[])reader[3], Hash = [] });
        }

        return (state, entries);
    }

    private static async ValueTask<DbTransaction> BeginReadAsync(DbConnection connection, CancellationToken cancellationToken) => connection is SqliteConnection sqlite
        ? sqlite.BeginTransaction(deferred: true)
        : await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
}
