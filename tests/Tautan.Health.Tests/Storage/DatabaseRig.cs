using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tautan.Health.Partitions;
using Tautan.Platform.Hosting;
using Tautan.Platform.Persistence;

namespace Tautan.Health.Tests.Storage;

/// <summary>The real database of Health, and nothing else of it.</summary>
internal sealed class DatabaseRig : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("tautan-health-db-").FullName;
    private readonly ServiceProvider _services;

    private DatabaseRig(string? connectionString, TimeProvider? time)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddLogging();
        builder.AddDatabase<HealthDb, SqliteHealthDb, PostgresHealthDb>(
            new ServiceEnvironment(_directory, "1.2.3", new HashSet<string>()), "health", connectionString);
        builder.Services.AddHistoryTables();
        _services = builder.Services.BuildServiceProvider();
    }

    public IUnitOfWork<HealthDb> Work => _services.GetRequiredService<IUnitOfWork<HealthDb>>();

    public HistoryTables Tables => _services.GetRequiredService<HistoryTables>();

    public IDbContextFactory<HealthDb> Databases => _services.GetRequiredService<IDbContextFactory<HealthDb>>();

    public static async Task<DatabaseRig> StartAsync(string? connectionString = null, TimeProvider? time = null)
    {
        var rig = new DatabaseRig(connectionString, time);
        foreach (var service in rig._services.GetServices<IHostedService>()) await service.StartAsync(TestContext.Current.CancellationToken);
        return rig;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services.GetServices<IHostedService>().Reverse()) await service.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
