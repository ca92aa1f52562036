using Tautan.Testing.Postgres;

namespace Tautan.Health.Tests.Api;

public sealed class PostgresMaintenanceApiTests(PostgresServer server) : MaintenanceApiTests
{
    protected override async Task<string?> DatabaseAsync() => await server.CreateDatabaseAsync(HealthRig.Cancellation);
}
