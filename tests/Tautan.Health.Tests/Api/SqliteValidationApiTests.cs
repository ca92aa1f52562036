namespace Tautan.Health.Tests.Api;

public sealed class SqliteValidationApiTests : ValidationApiTests
{
    protected override Task<string?> DatabaseAsync() => Task.FromResult<string?>(null);
}
