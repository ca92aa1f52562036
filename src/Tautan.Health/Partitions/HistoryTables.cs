using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tautan.Health.History;
using Tautan.Health.Latencies;
using Tautan.Health.Storage;
using Tautan.Platform.Persistence;

namespace Tautan.Health.Partitions;

/// <summary>The tables of history that are partitioned: made ahead of their time, and dropped after it.</summary>
internal sealed class HistoryTables(IDbContextFactory<HealthDb> databases, IUnitOfWork<HealthDb> work, TimeProvider time) : IHostedService
{
    /// <summary>How many days one partition of daily latencies has.</summary>
    public const int DaysTogether = 20;

    public PartitionedTable<CheckRow> Checks { get; } = new(nameof(CheckRow.Period));

    public PartitionedTable<HourlyLatencyRow> Hours { get; } = new(nameof(HourlyLatencyRow.Day));

    public PartitionedTable<DailyLatencyRow> Days { get; } = new(nameof(DailyLatencyRow.Period));

    /// <summary>Makes what is needed soon, and drops what is too old. Hours go only after <see cref="LatencyRetention"/> has made days of them.</summary>
    /// <returns>How many partitions went.</returns>
    public async Task<int> ChangeAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var today = now.ToUnixTimeSeconds() / 86_400;
        var period = CheckPeriods.Of(now);
        var block = today / DaysTogether;
        var dropped = await work.WriteAsync(
            async (context, token) =>
                await Checks.ChangeAsync(context.Db, [period, period + 1, period + 2], CheckPeriods.OldestAt(now), token)
                + await Hours.ChangeAsync(context.Db, [today, today + 1], long.MinValue, token)
                + await Days.ChangeAsync(context.Db, [block, block + 1], (today - LatencyQuery.Days) / DaysTogether, token),
            cancellationToken);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await Checks.LearnAsync(db, cancellationToken);
        await Hours.LearnAsync(db, cancellationToken);
        await Days.LearnAsync(db, cancellationToken);
        return dropped;
    }

    public Task StartAsync(CancellationToken cancellationToken) => ChangeAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

internal static class HistoryTablesRegistration
{
    /// <summary>Adds the tables; to be called right after the database was added, so that they are there before anything reads them.</summary>
    public static IServiceCollection AddHistoryTables(this IServiceCollection services) => services
        .AddSingleton<HistoryTables>()
        .AddHostedService(provider => provider.GetRequiredService<HistoryTables>());
}
