using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Tautan.Health.Partitions;

/// <summary>A partitioned table as the model has it, in words of SQL. What the model says is the one truth: a new property is a new column.</summary>
internal sealed class PartitionShape
{
    private PartitionShape(IEntityType type, string period)
    {
        Table = type.GetTableName()!;
        Columns = [.. type.GetProperties()];
        Key = [.. type.FindPrimaryKey()!.Properties.Select(property => property.GetColumnName())];
        Period = type.FindProperty(period)!.GetColumnName();
        Indexes = [.. type.GetIndexes().Select(index => index.Properties.Select(property => property.GetColumnName()).ToList())];
    }

    public string Table { get; }

    public IReadOnlyList<IProperty> Columns { get; }

    public IReadOnlyList<string> Key { get; }

    /// <summary>The column that says which partition a row belongs to.</summary>
    public string Period { get; }

    public IReadOnlyList<List<string>> Indexes { get; }

    /// <summary>The columns and the key, as they stand in CREATE TABLE.</summary>
    public string Definition => string.Join(", ", Columns
        .Select(column => $"\"{column.GetColumnName()}\" {column.GetColumnType()}{(column.IsNullable ? "" : " NOT NULL")}")
        .Append($"PRIMARY KEY ({Quoted(Key)})"));

    public static PartitionShape Of(DbContext db, Type row, string period) => new(db.Model.FindEntityType(row)!, period);

    public static string Quoted(IEnumerable<string> columns) => string.Join(", ", columns.Select(column => $"\"{column}\""));

    /// <summary>Adds a row, or takes the place of the one with the same key.</summary>
    /// <param name="table">Which table.</param>
    public string Upsert(string table) =>
        $"INSERT INTO \"{table}\" ({Quoted(Columns.Select(column => column.GetColumnName()))}) VALUES ({string.Join(", ", Columns.Select((_, place) => Parameter(place)))}) "
        + $"ON CONFLICT ({Quoted(Key)}) DO UPDATE SET {string.Join(", ", Columns.Select(column => column.GetColumnName()).Except(Key).Select(column => $"\"{column}\" = excluded.\"{column}\""))}";

    public static string Parameter(int place) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"@p{place}");
}
