using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Tautan.Health.Partitions;

/// <summary>A table of which old rows go all at once, period by period. It is read through the model, and written here.</summary>
/// <param name="period">The name of the property that says which period a row belongs to.</param>
internal sealed class PartitionedTable<TRow>(string period)
    where TRow : class
{
    // Of transactions that were committed: what is made in one that fails is not believed to be there.
    private volatile HashSet<long> _known = [];
    private PartitionShape? _shape;

    /// <summary>Makes partitions, and drops those before one.</summary>
    /// <param name="db">In a transaction.</param>
    /// <param name="needed">At least one: a table without partitions cannot be read.</param>
    /// <param name="oldest">What is before it goes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many were dropped.</returns>
    public async Task<int> ChangeAsync(HealthDb db, IReadOnlyCollection<long> needed, long oldest, CancellationToken cancellationToken)
    {
        var (shape, dialect) = (Shape(db), Dialect(db));
        var before = await ListAsync(db, cancellationToken);
        var dropped = before.Where(number => number < oldest && !needed.Contains(number)).ToList();
        if (needed.All(before.Contains) && dropped.Count == 0) return 0;
        await RunAsync(db, dialect.Create(shape, needed), cancellationToken);
        await RunAsync(db, dialect.Join(shape, [.. before.Union(needed).Except(dropped)]), cancellationToken);
        await RunAsync(db, dropped.Select(number => $"DROP TABLE \"{PartitionDialect.Partition(shape.Table, number)}\""), cancellationToken);
        return dropped.Count;
    }

    /// <summary>Looks which partitions there are, so that no row has to ask for its own.</summary>
    public async Task LearnAsync(HealthDb db, CancellationToken cancellationToken) => _known = (await ListAsync(db, cancellationToken)).ToHashSet();

    /// <summary>Which partitions there are.</summary>
    public async Task<IReadOnlyList<long>> ListAsync(HealthDb db, CancellationToken cancellationToken)
    {
        var table = Shape(db).Table;
        var names = await db.Database.SqlQueryRaw<string>(Dialect(db).List(table)).ToListAsync(cancellationToken);
        return names.ConvertAll(name => long.Parse(name.AsSpan(PartitionDialect.Prefix(table).Length), CultureInfo.InvariantCulture));
    }

    /// <summary>Writes rows; each takes the place of one with the same key. Queries of the same transaction see them at once.</summary>
    /// <param name="db">In a transaction.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task PutAsync(HealthDb db, IReadOnlyCollection<TRow> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0) return;
        var (shape, dialect) = (Shape(db), Dialect(db));
        foreach (var group in rows.GroupBy(row => PeriodOf(db, row)))
        {
            // Partitions are made ahead; where a clock was set far ahead or back, there is none.
            if (!_known.Contains(group.Key)) await ChangeAsync(db, [group.Key], long.MinValue, cancellationToken);
            await using var command = Command(db, shape.Upsert(dialect.Target(shape.Table, group.Key)));
            foreach (var row in group)
            {
                command.Parameters.Clear();
                for (var place = 0; place < shape.Columns.Count; place++)
                {
                    var column = shape.Columns[place];
                    command.Parameters.Add(column.GetRelationalTypeMapping().CreateParameter(
                        command, PartitionShape.Parameter(place), column.PropertyInfo!.GetValue(row), column.IsNullable));
                }

                await command.ExecuteNonQueryAsync(cancellationToken);
            }
        }
    }

    private static PartitionDialect Dialect(HealthDb db) => db.Database.IsSqlite() ? new SqlitePartitions() : new PostgresPartitions();

    private PartitionShape Shape(HealthDb db) => _shape ??= PartitionShape.Of(db, typeof(TRow), period);

    private long PeriodOf(HealthDb db, TRow row) =>
        Convert.ToInt64(Shape(db).Columns.Single(column => column.Name == period).PropertyInfo!.GetValue(row), CultureInfo.InvariantCulture);

    private static async Task RunAsync(HealthDb db, IEnumerable<string> statements, CancellationToken cancellationToken)
    {
        foreach (var statement in statements)
        {
            await using var command = Command(db, statement);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static DbCommand Command(HealthDb db, string text)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        command.CommandText = text;
        return command;
    }
}
