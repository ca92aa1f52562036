using Tautan.Links.Tests;
using Tautan.Testing.Postgres;

[assembly: AssemblyFixture(typeof(PostgresLinks))]

namespace Tautan.Links.Tests;

public sealed class PostgresLinks : LinksFixture
{
    private readonly PostgresServer _server = new();

    public override async Task<IReadOnlyDictionary<string, string?>> NewDatabaseAsync() =>
        new Dictionary<string, string?>(Settings) { ["Links:Database"] = await _server.CreateDatabaseAsync(CancellationToken.None) };

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _server.DisposeAsync();
    }
}
