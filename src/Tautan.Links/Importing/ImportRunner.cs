using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tautan.Platform.Outbound;
using Tautan.Platform.Persistence;

namespace Tautan.Links.Importing;

/// <summary>
/// Runs imports in the background, one at a time. What a process that died was at is gone on with, behind the last row whose link is in the
/// database.
/// </summary>
internal sealed partial class ImportRunner(
    ImportStore store, ImportBatch batch, ImportSignal signal, OutboundFetcher fetcher, IUnitOfWork<LinksDb> unitOfWork, TimeProvider time, ILogger<ImportRunner> logger) : BackgroundService
{
    private const int AtOnce = 1000;
    private const int MostTries = 3;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);

    private readonly Dictionary<Guid, int> _failures = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var asked = signal.Next;
                if (await store.TakeAsync(stoppingToken) is { } import)
                    await TryAsync(import, stoppingToken);
                else
                    await Task.WhenAny(asked, Task.Delay(Idle, time, stoppingToken));
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(logger, exception);
                await Task.Delay(Idle, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    // What cannot be done is not tried for ever.
    private async Task TryAsync(Import import, CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(import, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && CollectionsMarshal.GetValueRefOrAddDefault(_failures, import.Id, out _)++ >= MostTries)
        {
            LogFailed(logger, exception);
            await EndAsync(import.Id, ImportState.Failed, "It could not be gone on with; the log of the service says why.", cancellationToken);
        }
    }

    private Task<bool> EndAsync(Guid id, string state, string? error, CancellationToken cancellationToken) => unitOfWork.WriteAsync(
        async (context, token) =>
        {
            if (await store.ContinueAsync(context, id, token) is { } current)
                await store.EndAsync(context, current, state, error, token);
            return true;
        },
        cancellationToken);

    private async Task RunAsync(Import import, CancellationToken cancellationToken)
    {
        var settings = JsonSerializer.Deserialize<ImportSettings>(import.Settings)!;
        var source = ImportSources.Open(import, settings, () => store.Open(import.Id), fetcher);
        var seen = new SeenSlugs();
        var rows = new List<ImportedRow>(AtOnce);
        string? error = null;
        try
        {
            await foreach (var row in source.ReadAsync(import.Rows, cancellationToken))
            {
                rows.Add(row);
                if (rows.Count < AtOnce)
                    continue;
                if (!await TakeAsync(rows))
                    return;
                rows = new List<ImportedRow>(AtOnce);
            }
        }
        catch (Sources.ImportException exception)
        {
            error = exception.Message;
        }

        if (rows.Count != 0 && !await TakeAsync(rows))
            return;
        await EndAsync(import.Id, error is null ? ImportState.Done : ImportState.Failed, error, cancellationToken);

        async Task<bool> TakeAsync(List<ImportedRow> taken)
        {
            var goesOn = await unitOfWork.WriteAsync((context, token) => batch.TakeAsync(context, import.Id, settings, taken, seen, source.Total, token), cancellationToken);
            seen.EndBatch();
            return goesOn;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "An import was interrupted; it is gone on with")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}

/// <summary>Wakes the runner when an import was asked for.</summary>
internal sealed class ImportSignal
{
    private volatile TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Next => _next.Task;

    public void Pulse() => Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
}
