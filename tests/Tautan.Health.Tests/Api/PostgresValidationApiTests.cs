using Tautan.Testing.Postgres;

namespace Tautan.Health.Tests.Api;

public sealed class PostgresValidationApiTests(PostgresServer server) : ValidationApiTests
{
    protected override async Task<string?> DatabaseAsync() => await server.CreateDatabaseAsync(HealthRig.Cancellation);
}
