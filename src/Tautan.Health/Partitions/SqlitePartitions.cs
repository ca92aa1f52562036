namespace Tautan.Health.Partitions;

/// <summary>SQLite has no partitions: a table for each period, and a view over all of them that is read.</summary>
internal sealed class SqlitePartitions : PartitionDialect
{
    public override string Target(string table, long period) => Partition(table, period);

    public override IEnumerable<string> Create(PartitionShape shape, IReadOnlyCollection<long> periods)
    {
        foreach (var partition in periods.Select(period => Partition(shape.Table, period)))
        {
            yield return $"CREATE TABLE IF NOT EXISTS \"{partition}\" ({shape.Definition})";
            foreach (var index in shape.Indexes)
                yield return $"CREATE INDEX IF NOT EXISTS \"ix_{partition}_{string.Join('_', index)}\" ON \"{partition}\" ({PartitionShape.Quoted(index)})";
        }
    }

    public override IEnumerable<string> Join(PartitionShape shape, IReadOnlyCollection<long> periods)
    {
        yield return $"DROP VIEW IF EXISTS \"{shape.Table}\"";
        yield return $"CREATE VIEW \"{shape.Table}\" AS {string.Join(" UNION ALL ", periods.Order().Select(period => $"SELECT * FROM \"{Partition(shape.Table, period)}\""))}";
    }

    public override string List(string table) =>
        $"SELECT name AS Value FROM sqlite_master WHERE type = 'table' AND name GLOB '{Prefix(table)}[0-9]*'";
}
