using System.Globalization;

namespace Tautan.Health.Partitions;

/// <summary>Declarative partitions of PostgreSQL.</summary>
internal sealed class PostgresPartitions : PartitionDialect
{
    public override string Target(string table, long period) => table;

    // Two processes that find the same partition missing make it one after the other.
    public override IEnumerable<string> Create(PartitionShape shape, IReadOnlyCollection<long> periods)
    {
        yield return "SELECT pg_advisory_xact_lock(7453922)";
        yield return $"CREATE TABLE IF NOT EXISTS \"{shape.Table}\" ({shape.Definition}) PARTITION BY RANGE (\"{shape.Period}\")";
        foreach (var index in shape.Indexes)
            yield return $"CREATE INDEX IF NOT EXISTS \"ix_{shape.Table}_{string.Join('_', index)}\" ON \"{shape.Table}\" ({PartitionShape.Quoted(index)})";
        foreach (var period in periods)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"CREATE TABLE IF NOT EXISTS \"{Partition(shape.Table, period)}\" PARTITION OF \"{shape.Table}\" FOR VALUES FROM ({period}) TO ({period + 1})");
        }
    }

    public override IEnumerable<string> Join(PartitionShape shape, IReadOnlyCollection<long> periods) => [];

    public override string List(string table) =>
        $"SELECT child.relname::text AS \"Value\" FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid JOIN pg_class parent ON parent.oid = inhparent WHERE parent.oid = to_regclass('\"{table}\"')";
}
