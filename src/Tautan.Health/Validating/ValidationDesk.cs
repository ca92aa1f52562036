using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tautan.Platform.Persistence;

namespace Tautan.Health.Validating;

/// <summary>Makes validations, and tells how far they are.</summary>
internal sealed partial class ValidationDesk(
    UrlProbes probes,
    Shortened shortened,
    IDbContextFactory<HealthDb> databases,
    IUnitOfWork<HealthDb> work,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<ValidationDesk> logger)
{
    /// <summary>How many are made at a time.</summary>
    public const int MostRunning = 20;

    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);
    private static readonly TimeSpan Progress = TimeSpan.FromSeconds(1);

    // Whoever makes it says so each second.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<Guid, (ValidationRun Run, Task Ended)> _running = new();

    /// <summary>Begins a validation, and waits for it a while.</summary>
    /// <returns>How far it is; null: too many are being made.</returns>
    public async Task<ValidationView?> BeginAsync(Guid workspace, ValidationSpec spec, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (_running.Count >= MostRunning) return null;
        var run = ValidationRun.Begin(Guid.CreateVersion7(time.GetUtcNow()), workspace, spec, shortened, out var toProbe);
        if (toProbe.Count > 0) await StoreAsync(run, isDone: false, cancellationToken);
        var ended = RunAsync(run, toProbe, lifetime.ApplicationStopping);
        _running[run.Id] = (run, ended);
        _ = ended.ContinueWith(_ => _running.TryRemove(run.Id, out var _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        if (patience > TimeSpan.Zero) await ended.WaitAsync(patience, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return View(run, ended.IsCompleted);
    }

    /// <summary>How far a validation is; null: there is none, or it is older than an hour.</summary>
    public async Task<ValidationView?> FindAsync(Guid id, Guid workspace, CancellationToken cancellationToken)
    {
        if (_running.TryGetValue(id, out var running) && running.Run.Workspace == workspace) return View(running.Run, running.Ended.IsCompleted);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var row = await db.Validations.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id && row.WorkspaceId == workspace && row.At > now - Kept, cancellationToken);
        if (row is null) return null;
        var items = JsonSerializer.Deserialize<List<ValidatedUrl>>(row.Items, JsonSerializerOptions.Web)!;
        return new ValidationView(row.Id, row.IsDone ? "done" : now - row.UpdatedAt > Silence ? "interrupted" : "running", items.Count, row.Total, items);
    }

    private static ValidationView View(ValidationRun run, bool isDone)
    {
        var items = run.Items;
        return new ValidationView(run.Id, isDone ? "done" : "running", items.Count, run.Total, items);
    }

    private async Task RunAsync(ValidationRun run, IReadOnlyList<(int Place, string Url, string Host)> toProbe, CancellationToken cancellationToken)
    {
        var probing = probes.ProbeAsync(run.Workspace, toProbe, run.Take, cancellationToken);
        try
        {
            while (!probing.IsCompleted)
            {
                await probing.WaitAsync(Progress, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (!probing.IsCompleted) await StoreAsync(run, isDone: false, cancellationToken);
            }

            await probing;
            await StoreAsync(run, isDone: true, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            NotMade(run.Id, exception);
        }
    }

    private Task<bool> StoreAsync(ValidationRun run, bool isDone, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var items = JsonSerializer.Serialize(run.Items, JsonSerializerOptions.Web);
        return work.WriteAsync(async (context, token) =>
        {
            await context.Db.Validations.Where(row => row.At < now - Kept).ExecuteDeleteAsync(token);
            if (await context.Db.Validations.FindAsync([run.Id], token) is not { } row)
                context.Db.Validations.Add(row = new ValidationRow { Id = run.Id, WorkspaceId = run.Workspace, At = now, Total = run.Total });
            (row.UpdatedAt, row.IsDone, row.Items) = (now, isDone, items);
            return true;
        }, cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The validation {Id} could not be made to its end.")]
    private partial void NotMade(Guid id, Exception exception);
}
