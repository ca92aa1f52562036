using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tautan.Platform.Feeds;
using Tautan.Platform.Persistence;

namespace Tautan.Platform.Tests.Stores;

/// <summary>A running service that has a database and its feed, and nobody to call it.</summary>
internal sealed class TestStore : IAsyncDisposable
{
    public const string Service = "links";

    private readonly WebApplication _app;

    private TestStore(WebApplication app) => _app = app;

    public IUnitOfWork<TestDb> Work => Get<IUnitOfWork<TestDb>>();

    public FeedSource<TestDb> Feed => Get<FeedSource<TestDb>>();

    public FeedReader<TestDb> Reader => Get<FeedReader<TestDb>>();

    /// <exception cref="DatabaseException">The service must not start on what it finds.</exception>
    public static async Task<TestStore> StartAsync(TestPlace place, bool allowNew = false, Action<IServiceCollection>? configure = null)
    {
        var environment = place.Environment(allowNew);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IServer, NoServer>();
        builder.Services.AddRoutingCore();
        builder.AddDatabase<TestDb, SqliteTestDb, PostgresTestDb>(environment, Service, place.ConnectionString);
        builder.AddFeedSource<TestDb>();
        configure?.Invoke(builder.Services);
        var app = builder.Build();
        try
        {
            await app.StartAsync(TestContext.Current.CancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new TestStore(app);
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public TestDb Open() => Get<IDbContextFactory<TestDb>>().CreateDbContext();

    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    private sealed class NoServer : IServer
    {
        public IFeatureCollection Features { get; } = new FeatureCollection();

        public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
            where TContext : notnull => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose()
        {
        }
    }
}
