namespace Tautan.Health.Tests.Api;

public sealed class SqliteHealthApiTests : HealthApiTests
{
    protected override Task<string?> DatabaseAsync() => Task.FromResult<string?>(null);
}
