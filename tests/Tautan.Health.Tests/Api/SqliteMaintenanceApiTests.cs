namespace Tautan.Health.Tests.Api;

public sealed class SqliteMaintenanceApiTests : MaintenanceApiTests
{
    protected override Task<string?> DatabaseAsync() => Task.FromResult<string?>(null);
}
