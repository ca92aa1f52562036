using Npgsql;

namespace Tautan.Platform.Persistence;

/// <summary>Which database a service stands on.</summary>
/// <param name="Service">The service's name.</param>
/// <param name="ConnectionString">Of PostgreSQL (<c>Host=…</c>); null: SQLite.</param>
/// <param name="File">The SQLite file.</param>
/// <param name="EpochFile">Where the data directory remembers that this database exists.</param>
/// <param name="AllowNew">Start empty although the data directory remembers a database (<c>--new-database</c>).</param>
public sealed record DatabaseOptions(string Service, string? ConnectionString, string File, string EpochFile, bool AllowNew)
{
    public bool IsPostgres => ConnectionString is not null;

    internal string SqliteConnectionString => $"Data Source={File};Foreign Keys=True;Default Timeout=30";

    /// <summary>What an operator may see of where the database is: no password.</summary>
    public string Display => ConnectionString is null
        ? File
        : new NpgsqlConnectionStringBuilder(ConnectionString) is var builder ? $"PostgreSQL {builder.Host}/{builder.Database}" : "PostgreSQL";
}
