using Tautan.Testing.Postgres;

namespace Tautan.Health.Tests.Api;

public sealed class PostgresHealthApiTests(PostgresServer server) : HealthApiTests
{
    protected override async Task<string?> DatabaseAsync() => await server.CreateDatabaseAsync(HealthRig.Cancellation);
}
