using Tautan.Links.Tests;

[assembly: AssemblyFixture(typeof(SqliteLinks))]

namespace Tautan.Links.Tests;

public sealed class SqliteLinks : LinksFixture
{
    public override Task<IReadOnlyDictionary<string, string?>> NewDatabaseAsync() =>
        Task.FromResult<IReadOnlyDictionary<string, string?>>(Settings);
}
