using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Tautan.Platform.Persistence;

namespace Tautan.Platform.Feeds;

/// <summary>On PostgreSQL, hears of the changes that other processes of the service commit.</summary>
internal sealed partial class FeedListener<TDb>(DatabaseOptions options, FeedSignal<TDb> signal, ILogger<FeedListener<TDb>> logger) : BackgroundService
    where TDb : TautanDb
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.ConnectionString is null)
            return;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(options.ConnectionString) { Pooling = false, KeepAlive = 5 }.ToString());
                connection.Notification += (_, _) => signal.Pulse();
                await connection.OpenAsync(stoppingToken);
                await using (var command = new NpgsqlCommand($"LISTEN {PostgresFeedStatements.Channel}", connection))
                    await command.ExecuteNonQueryAsync(stoppingToken);
                signal.Pulse();
                while (true)
                    await connection.WaitAsync(stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception exception)
            {
                // Watchers look every two seconds anyway.
                LogLost(logger, options.Service, exception.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database of {Service} no longer tells of changes: {Problem}")]
    private static partial void LogLost(ILogger logger, string service, string problem);
}
