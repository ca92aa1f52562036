using Tautan.Identity.Tests.Tokens;
using Tautan.Testing.Postgres;
using Tautan.Testing.Services;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace Tautan.Identity.Tests.Support;

/// <summary>An Identity of a test's own, on one of the two databases.</summary>
internal sealed class Running : IAsyncDisposable
{
    private Running(TestInstallation installation, TestHost host)
    {
        Installation = installation;
        Host = host;
    }

    public TestInstallation Installation { get; }

    public TestHost Host { get; }

    public static async Task<Running> StartAsync(PostgresServer? postgres = null, TimeProvider? time = null)
    {
        var token = TestContext.Current.CancellationToken;
        var database = postgres is null ? null : await postgres.CreateDatabaseAsync(token);
        var installation = new TestInstallation(new Dictionary<string, string?> { ["Identity:Database"] = database }, time);
        return new Running(installation, await installation.StartAsync(new IdentityService(), token));
    }

    public Task<Person> OwnerAsync() => Person.WithAsync(Installation, Installation.AdminKey());

    public ValueTask DisposeAsync() => Installation.DisposeAsync();
}
