using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Tautan.Platform.Persistence;

/// <summary>
/// What happens to a database before its service starts: it must be there if it ever was, and not be newer than this program knows;
/// then it is brought up to date, by one process at a time.
/// </summary>
internal sealed partial class DatabaseStart<TDb>(IDbContextFactory<TDb> factory, DatabaseOptions options, ILogger<DatabaseStart<TDb>> logger)
    where TDb : TautanDb
{
    /// <exception cref="DatabaseException">The service must not start.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var remembered = File.Exists(options.EpochFile) ? (await File.ReadAllTextAsync(options.EpochFile, cancellationToken)).Trim() : null;
        if (!options.IsPostgres && !File.Exists(options.File))
            RefuseMissing(remembered);
        if (options.IsPostgres)
            await db.Database.OpenConnectionAsync(cancellationToken);
        // Held to the end of this connection: of several processes that start at once, one migrates and the others find it done.
        if (options.IsPostgres)
            await db.Database.ExecuteSqlRawAsync("SELECT pg_advisory_lock(7453921)", cancellationToken);

        var known = db.Database.GetMigrations().ToList();
        var applied = (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).ToList();
        if (applied.Count == 0)
            RefuseMissing(remembered);
        var unknown = applied.Except(known).ToList();
        // While processes are replaced one by one, the old ones live on a database that a new one has already migrated; migrations only ever expand.
        if (unknown.Count > (options.IsPostgres ? 1 : 0))
            throw new DatabaseException($"The database of {options.Service} ({options.Display}) was written by a newer version of tautan: it has {unknown[^1]}. Start that version.");
        if (applied.Count < known.Count)
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
