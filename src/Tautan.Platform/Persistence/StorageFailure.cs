using Microsoft.Data.Sqlite;
using Npgsql;

namespace Tautan.Platform.Persistence;

/// <summary>Tells a database that cannot do its work from a statement that it refuses.</summary>
public static class StorageFailure
{
    // SQLITE_IOERR, SQLITE_CORRUPT, SQLITE_FULL, SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_NOTADB; SQLITE_BUSY where the lock did not come.
    private static readonly int[] Sqlite = [10, 11, 13, 14, 8, 26, 5];

    /// <summary>What the database says where it has no room, cannot be reached or cannot be written; null where it is something else that failed.</summary>
    public static string? Of(Exception exception)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            switch (inner)
            {
                case SqliteException sqlite when Sqlite.Contains(sqlite.SqliteErrorCode):
                // No resources, an operator's doing, an error of the system (PostgreSQL, appendix A), a transaction that may only read.
                case PostgresException { SqlState: ['5', '3' or '7' or '8', ..] or "25006" }:
                case NpgsqlException and not PostgresException:
                    return inner.Message;
            }
        }

        return null;
    }
}
