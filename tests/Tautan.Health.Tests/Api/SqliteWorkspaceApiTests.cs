namespace Tautan.Health.Tests.Api;

public sealed class SqliteWorkspaceApiTests : WorkspaceApiTests
{
    protected override Task<string?> DatabaseAsync() => Task.FromResult<string?>(null);
}
