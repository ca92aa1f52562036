using Tautan.Testing.Postgres;

namespace Tautan.Health.Tests.Api;

public sealed class PostgresWorkspaceApiTests(PostgresServer server) : WorkspaceApiTests
{
    protected override async Task<string?> DatabaseAsync() => await server.CreateDatabaseAsync(HealthRig.Cancellation);
}
