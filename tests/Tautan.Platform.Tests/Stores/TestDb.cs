using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Tautan.Platform.Persistence;

namespace Tautan.Platform.Tests.Stores;

/// <summary>The smallest database of a service: one table, and the feed's.</summary>
internal abstract class TestDb(DbContextOptions options) : TautanDb(options)
{
    public DbSet<TestRow> Rows => Set<TestRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        var row = modelBuilder.Entity<TestRow>();
        row.ToTable("rows");
        row.Property(one => one.Id).ValueGeneratedNever();
        row.HasIndex(one => one.Name).IsUnique();
        base.OnModelCreating(modelBuilder);
    }
}

internal sealed class TestRow
{
    public Guid Id { get; set; }

    public required string Name { get; set; }

    public DateTimeOffset ChangedAt { get; set; }
}

internal sealed class SqliteTestDb(DbContextOptions<SqliteTestDb> options) : TestDb(options);

internal sealed class PostgresTestDb(DbContextOptions<PostgresTestDb> options) : TestDb(options);

[DbContextAttribute(typeof(SqliteTestDb))]
[Migration("20260101000000_First")]
internal sealed class SqliteFirst : TestMigration;

[DbContextAttribute(typeof(PostgresTestDb))]
[Migration("20260101000000_First")]
internal sealed class PostgresFirst : TestMigration;

/// <summary>What both databases need; the types are the provider's own for the CLR types.</summary>
internal abstract class TestMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        var isPostgres = ActiveProvider!.EndsWith("PostgreSQL", StringComparison.Ordinal);
        migrationBuilder.CreateTable(
            "rows",
            table => new
            {
                id = isPostgres ? table.Column<Guid>("uuid") : table.Column<byte[]>("BLOB"),
                name = table.Column<string>(),
                changed_at = table.Column<long>(),
            },
            constraints: table => table.PrimaryKey("pk_rows", row => row.id));
        migrationBuilder.CreateIndex("ix_rows_name", "rows", "name", unique: true);
        migrationBuilder.CreateTable(
            "feed_state",
            table => new
            {
                id = table.Column<int>(),
                epoch = table.Column<string>(),
                revision = table.Column<long>(),
                digest = table.Column<byte[]>(),
                count = table.Column<long>(),
                pruned = table.Column<long>(),
                meant = table.Column<long>(),
            },
            constraints: table => table.PrimaryKey("pk_feed_state", row => row.id));
        migrationBuilder.CreateTable(
            "feed_entries",
            table => new
            {
                key = table.Column<byte[]>(),
                revision = table.Column<long>(),
                deleted = table.Column<bool>(),
                value = table.Column<byte[]>(),
                hash = table.Column<byte[]>(),
            },
            constraints: table => table.PrimaryKey("pk_feed_entries", row => row.key));
        migrationBuilder.CreateIndex("ix_feed_entries_revision", "feed_entries", "revision", unique: true);
    }
}
