using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Tautan.Platform.Persistence;

/// <summary>
/// Copies what was committed from the log (WAL) of a SQLite file into the file, beside the writer and not in its way. What is left when
/// the log has become long a commit copies itself (<see cref="SqlitePragmas"/>), so that it does not grow without end.
/// </summary>
internal sealed partial class SqliteCheckpoints<TDb>(DatabaseOptions options, TimeProvider time, ILogger<SqliteCheckpoints<TDb>> logger) : BackgroundService
    where TDb : TautanDb
{
    // In pages: 4 MB.
    private const uint WorthIt = 1000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        options.IsPostgres ? Task.CompletedTask : Task.Factory.StartNew(() => RunAsync(stoppingToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!cancellationToken.IsCancellationRequested && Pending() >= WorthIt)
                Copy();
        }
    }

    // How many pages are in the log and not in the file: the index of the log says it (https://www.sqlite.org/walformat.html §2.1: mxFrame at 16, nBackfill at 96, in this machine's order).
    private uint Pending()
    {
        try
        {
            using var index = new FileStream(options.File + "-shm", FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            Span<byte> header = stackalloc byte[100];
            if (index.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
                return 0;
            var (written, copied) = (MemoryMarshal.Read<uint>(header[16..]), MemoryMarshal.Read<uint>(header[96..]));
            return written > copied ? written - copied : 0;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private void Copy()
    {
        try
        {
            using var connection = new SqliteConnection(options.SqliteConnectionString);
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(PASSIVE);";
            command.ExecuteNonQuery();
        }
        catch (SqliteException exception)
        {
            // The disk is full, or the file is gone: the writer finds that out too, and says so.
            LogFailed(logger, exception.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The log of a database could not be copied: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);
}
