using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Tautan.Platform.Feeds;
using Tautan.Platform.Hosting;

namespace Tautan.Platform.Persistence;

public static class PersistenceRegistration
{
    /// <summary>
    /// Adds a service's own database: <see cref="IDbContextFactory{TContext}"/> to read with, <see cref="IUnitOfWork{TDb}"/> to
    /// write with. It is migrated before anything else of the service starts.
    /// </summary>
    /// <typeparam name="TDb">The database as the service knows it.</typeparam>
    /// <typeparam name="TSqlite">The same with the migrations of SQLite.</typeparam>
    /// <typeparam name="TPostgres">The same with the migrations of PostgreSQL.</typeparam>
    /// <param name="builder">The service's.</param>
    /// <param name="environment">Where it runs.</param>
    /// <param name="service">The service's name, and that of the SQLite file.</param>
    /// <param name="connectionString">Of PostgreSQL; null or empty: SQLite.</param>
    /// <exception cref="SettingsException">The connection string is none.</exception>
    public static WebApplicationBuilder AddDatabase<TDb, TSqlite, TPostgres>(
        this WebApplicationBuilder builder, ServiceEnvironment environment, string service, string? connectionString)
        where TDb : TautanDb
        where TSqlite : TDb
        where TPostgres : TDb
    {
        var options = new DatabaseOptions(
            service,
            Checked(service, connectionString),
            Path.Combine(environment.DataDirectory, service + ".db"),
            Path.Combine(environment.DataDirectory, "epochs", service),
            environment.NewDatabases.Contains(service));
        var services = builder.Services;
        services.AddSingleton(options);
        if (options.IsPostgres)
        {
            services.AddPooledDbContextFactory<TPostgres>(db => db.UseNpgsql(options.ConnectionString));
            services.AddSingleton<IDbContextFactory<TDb>, Factory<TDb, TPostgres>>();
            services.AddSingleton<FeedStatements, PostgresFeedStatements>();
        }
        else
        {
            services.AddPooledDbContextFactory<TSqlite>(db => db
                .UseSqlite(options.SqliteConnectionString)
                .AddInterceptors(SqlitePragmas.Instance));
            services.AddSingleton<IDbContextFactory<TDb>, Factory<TDb, TSqlite>>();
            services.AddSingleton<FeedStatements, SqliteFeedStatements>();
        }

        services.AddSingleton<FeedSignal<TDb>>();
        services.AddSingleton<FeedReader<TDb>>();
        services.AddSingleton<DatabaseStart<TDb>>();
        services.AddHostedService<DatabaseStartStep<TDb>>();
        services.AddSingleton<WriteReadiness<TDb>>();
        services.AddSingleton<IReadinessCheck>(provider => provider.GetRequiredService<WriteReadiness<TDb>>());
        services.AddSingleton<UnitOfWork<TDb>>();
        services.AddSingleton<IUnitOfWork<TDb>>(provider => provider.GetRequiredService<UnitOfWork<TDb>>());
        services.AddHostedService(provider => provider.GetRequiredService<UnitOfWork<TDb>>());
        services.AddHostedService<FeedListener<TDb>>();
        services.AddHostedService<SqliteCheckpoints<TDb>>();
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
        return builder;
    }

    private static string? Checked(string service, string? connectionString)
    {
        if (string.IsNullOrWhiteSpace(connectionString))
            return null;
        try
        {
            return new NpgsqlConnectionStringBuilder(connectionString) is { Host: { Length: > 0 }, Database: { Length: > 0 } }
                ? connectionString
                : throw new ArgumentException("Host and Database are needed.");
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            throw new SettingsException($"TAUTAN_{char.ToUpperInvariant(service[0])}{service[1..]}__Database is no PostgreSQL connection string (Host=…;Database=…;Username=…;Password=…): {exception.Message}", exception);
        }
    }

    private sealed class Factory<TDb, TConcrete>(IDbContextFactory<TConcrete> factory) : IDbContextFactory<TDb>
        where TDb : DbContext
        where TConcrete : TDb
    {
        public TDb CreateDbContext() => factory.CreateDbContext();
    }

    private sealed class DatabaseStartStep<TDb>(DatabaseStart<TDb> start) : IHostedService
        where TDb : TautanDb
    {
        public Task StartAsync(CancellationToken cancellationToken) => start.RunAsync(cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
