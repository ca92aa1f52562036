using System.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Tautan.Platform.Persistence;

public static class ReadSnapshot
{
    /// <summary>
    /// Begins a transaction in which every query sees the same state of the database, and that holds up no writer: for whatever is read
    /// in more than one statement.
    /// </summary>
    // SQLite: the one level for which the provider defers BEGIN; with WAL and no shared cache a deferred transaction is a snapshot.
    public static Task<IDbContextTransaction> BeginReadAsync(this TautanDb db, CancellationToken cancellationToken) =>
        db.Database.BeginTransactionAsync(db.Database.IsSqlite() ? IsolationLevel.ReadUncommitted : IsolationLevel.RepeatableRead, cancellationToken);
}
