namespace Tautan.Health.Partitions;

/// <summary>What a database says otherwise than the other where a table has partitions.</summary>
internal abstract class PartitionDialect
{
    /// <summary>What <c>{table}_p{period}</c> begins with.</summary>
    public static string Prefix(string table) => table + "_p";

    public static string Partition(string table, long period) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Prefix(table)}{period}");

    /// <summary>Where a row of a period is written to.</summary>
    public abstract string Target(string table, long period);

    /// <summary>Makes partitions where they are missing.</summary>
    public abstract IEnumerable<string> Create(PartitionShape shape, IReadOnlyCollection<long> periods);

    /// <summary>Brings what is read up to the partitions there are.</summary>
    public abstract IEnumerable<string> Join(PartitionShape shape, IReadOnlyCollection<long> periods);

    /// <summary>A query for the names of a table's partitions.</summary>
    public abstract string List(string table);
}
