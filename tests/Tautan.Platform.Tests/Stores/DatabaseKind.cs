namespace Tautan.Platform.Tests.Stores;

public enum DatabaseKind
{
    Sqlite,
    Postgres,
}
