using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Tautan.Platform.Persistence;

/// <summary>
/// What happens to a database before its service starts: it must be there if it ever was, and not be newer than this program knows;
/// then it is brought up to date, by one process at a time.
/// </summary>
internal sealed partial class DatabaseStart<TDb>(IDbContextFactory<TDb> factory, DatabaseOptions options, ILogger<DatabaseStart<TDb>> logger) : IDisposable
    where TDb : TautanDb
{
    private const string Lock = "SELECT pg_advisory_lock(7453921)";
    private const string Unlock = "SELECT pg_advisory_unlock(7453921)";

    /// <exception cref="DatabaseException">The service must not start.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var remembered = File.Exists(options.EpochFile) ? (await File.ReadAllTextAsync(options.EpochFile, cancellationToken)).Trim() : null;
        if (!options.IsPostgres && !File.Exists(options.File))
            RefuseMissing(remembered);
        if (!options.IsPostgres)
        {
            await BringUpToDateAsync(db, remembered, cancellationToken);
            return;
        }

        // Of several processes that start at once, one migrates and the others wait, however long, and find it done.
        await db.Database.OpenConnectionAsync(cancellationToken);
        db.Database.SetCommandTimeout(TimeSpan.Zero);
        await db.Database.ExecuteSqlRawAsync(Lock, cancellationToken);
        try
        {
            await BringUpToDateAsync(db, remembered, cancellationToken);
        }
        finally
        {
            // A connection that goes back to its pool keeps the lock until it is used again.
            await db.Database.ExecuteSqlRawAsync(Unlock, CancellationToken.None);
        }
    }

    /// <summary>
    /// Closes what the process holds of the database: a host that is started again must not go on with a file that was moved away meanwhile, and
    /// SQLite brings its log into the file with the last connection.
    /// </summary>
    public void Dispose()
    {
        if (options.IsPostgres)
        {
            using var postgres = new NpgsqlConnection(options.ConnectionString);
            NpgsqlConnection.ClearPool(postgres);
        }
        else
        {
            using var sqlite = new SqliteConnection(options.SqliteConnectionString);
            SqliteConnection.ClearPool(sqlite);
        }
    }

    private async Task BringUpToDateAsync(TDb db, string? remembered, CancellationToken cancellationToken)
    {
        var known = db.Database.GetMigrations().ToList();
        var applied = (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).ToList();
        if (applied.Count == 0)
            RefuseMissing(remembered);
        var unknown = applied.Except(known).ToList();
        // While processes are replaced one by one, the old ones live on a database that a new one has already migrated; migrations only ever expand.
        if (unknown.Count > (options.IsPostgres ? 1 : 0))
            throw new DatabaseException($"The database of {options.Service} ({options.Display}) was written by a newer version of tautan: it has {unknown[^1]}. Start that version.");
        if (known.Except(applied).Any())
        {
            await db.Database.MigrateAsync(cancellationToken);
            LogMigrated(logger, options.Service, options.Display, known[^1]);
        }

        var epoch = await EnsureStateAsync(db, cancellationToken);
        if (epoch != remembered)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(options.EpochFile)!);
            await File.WriteAllTextAsync(options.EpochFile, epoch + "\n", cancellationToken);
        }
    }

    private void RefuseMissing(string? remembered)
    {
        if (remembered is not null && !options.AllowNew)
        {
            throw new DatabaseException(
                $"The database of {options.Service} ({options.Display}) is gone or empty, and {options.EpochFile} remembers it ({remembered}). Bring it back, or start empty with `tautan serve --new-database {options.Service}`.");
        }
    }

    private static async Task<string> EnsureStateAsync(TDb db, CancellationToken cancellationToken)
    {
        var states = db.Set<FeedStateRow>();
        if (await states.AsNoTracking().SingleOrDefaultAsync(cancellationToken) is { } state)
            return state.Epoch;
        var epoch = Guid.CreateVersion7().ToString();
        states.Add(new FeedStateRow { Id = 1, Epoch = epoch, Digest = new byte[16] });
        await db.SaveChangesAsync(cancellationToken);
        return epoch;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The database of {Service} ({Database}) is now at {Migration}")]
    private static partial void LogMigrated(ILogger logger, string service, string database, string migration);
}
