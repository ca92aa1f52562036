using Tautan.Platform.Hosting;
using Tautan.Testing.Postgres;

namespace Tautan.Platform.Tests.Stores;

/// <summary>A data directory of one test, with a database of either kind; gone when the test ends.</summary>
internal sealed class TestPlace : IDisposable
{
    private TestPlace(string directory, string? connectionString)
    {
        Directory = directory;
        ConnectionString = connectionString;
    }

    public string Directory { get; }

    /// <summary>Of PostgreSQL; null: SQLite.</summary>
    public string? ConnectionString { get; }

    public string SqliteFile => Path.Combine(Directory, TestStore.Service + ".db");

    public string EpochFile => Path.Combine(Directory, "epochs", TestStore.Service);

    public static async Task<TestPlace> CreateAsync(DatabaseKind kind, PostgresServer postgres) => new(
        System.IO.Directory.CreateTempSubdirectory("tautan-test-").FullName,
        kind == DatabaseKind.Postgres ? await postgres.CreateDatabaseAsync(TestContext.Current.CancellationToken) : null);

    public static TestPlace Sqlite() => new(System.IO.Directory.CreateTempSubdirectory("tautan-test-").FullName, null);

    /// <summary>A place with a database that is there already.</summary>
    public static TestPlace At(string connectionString) => new(System.IO.Directory.CreateTempSubdirectory("tautan-test-").FullName, connectionString);

    /// <summary>The same place as another process of the service sees it: its own connections.</summary>
    public TestPlace SeenByAnotherProcess() => At($"{ConnectionString};Application Name=another");

    public ServiceEnvironment Environment(bool allowNew = false) => new(Directory, "1.2.3", allowNew ? new HashSet<string> { TestStore.Service } : []);

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
