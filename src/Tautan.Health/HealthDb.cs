using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Tautan.Health.CertificateEnds;
using Tautan.Health.Commands;
using Tautan.Health.Events;
using Tautan.Health.Latencies;
using Tautan.Health.Maintenance;
using Tautan.Health.Storage;
using Tautan.Health.Validating;
using Tautan.Platform.Persistence;
using Tautan.Platform.Persistence.Leases;

namespace Tautan.Health;

/// <summary>Health's own database.</summary>
internal abstract class HealthDb(DbContextOptions options) : TautanDb(options)
{
    public DbSet<TargetRow> Targets => Set<TargetRow>();

    public DbSet<OriginRow> Origins => Set<OriginRow>();

    public DbSet<ProbeRow> Probes => Set<ProbeRow>();

    public DbSet<CheckRow> Checks => Set<CheckRow>();

    public DbSet<VerdictChangeRow> VerdictChanges => Set<VerdictChangeRow>();

    public DbSet<CommandRow> Commands => Set<CommandRow>();

    public DbSet<EventRow> Events => Set<EventRow>();

    public DbSet<EventCounterRow> EventCounters => Set<EventCounterRow>();

    public DbSet<CertificateRow> Certificates => Set<CertificateRow>();

    public DbSet<MaintenanceRow> MaintenanceWindows => Set<MaintenanceRow>();

    public DbSet<ValidationRow> Validations => Set<ValidationRow>();

    public DbSet<HourlyLatencyRow> HourlyLatencies => Set<HourlyLatencyRow>();

    public DbSet<DailyLatencyRow> DailyLatencies => Set<DailyLatencyRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<TargetRow>(target =>
        {
            target.HasKey(row => row.Key);
            target.Property(row => row.Key).ValueGeneratedNever();
            target.HasIndex(row => row.Shard).HasDatabaseName("ix_targets_shard");
        });
        modelBuilder.Entity<OriginRow>(origin =>
        {
            origin.HasKey(row => row.Key);
            origin.Property(row => row.Key).ValueGeneratedNever();
            origin.HasIndex(row => row.Shard).HasDatabaseName("ix_origins_shard");
        });
        modelBuilder.Entity<ProbeRow>(probe =>
        {
            probe.HasKey(row => row.Id);
            probe.Property(row => row.Id).ValueGeneratedNever();
            probe.HasIndex(row => row.Shard).HasDatabaseName("ix_probes_shard");
        });
        modelBuilder.Entity<CheckRow>(check =>
        {
            // Its partitions come and go while the service runs.
            check.ToTable("check_history", table => table.ExcludeFromMigrations());
            check.HasKey(row => new { row.Id, row.Period });
            check.HasIndex(row => new { row.TargetKey, row.Id });
        });
        modelBuilder.Entity<VerdictChangeRow>(change =>
        {
            change.HasKey(row => row.Id);
            change.Property(row => row.Id).ValueGeneratedNever();
            change.HasIndex(row => new { row.Key, row.At }).HasDatabaseName("ix_verdict_changes_key_at");
            change.HasIndex(row => row.At).HasDatabaseName("ix_verdict_changes_at");
        });
        modelBuilder.Entity<CommandRow>(command =>
        {
            command.HasKey(row => row.Id);
            command.Property(row => row.Id).ValueGeneratedNever();
            command.HasIndex(row => row.At).HasDatabaseName("ix_commands_at");
        });
        modelBuilder.Entity<CertificateRow>(certificate => certificate.HasKey(row => new { row.OriginKey, row.Server }));
        modelBuilder.Entity<MaintenanceRow>(window =>
        {
            window.HasKey(row => row.Id);
            window.Property(row => row.Id).ValueGeneratedNever();
            window.HasIndex(row => new { row.WorkspaceId, row.Id }).HasDatabaseName("ix_maintenance_windows_workspace_id");
        });
        modelBuilder.Entity<ValidationRow>(validation =>
        {
            validation.HasKey(row => row.Id);
            validation.Property(row => row.Id).ValueGeneratedNever();
            validation.HasIndex(row => row.At).HasDatabaseName("ix_validations_at");
        });
        MapEvents(modelBuilder);
        MapLatencies(modelBuilder);
        modelBuilder.MapLeases();
        base.OnModelCreating(modelBuilder);
    }

    private static void MapEvents(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<EventRow>(happened =>
        {
            happened.HasKey(row => row.Id);
            happened.Property(row => row.Id).ValueGeneratedNever();
            happened.HasIndex(row => new { row.Key, row.Id }).HasDatabaseName("ix_events_key_id");
            happened.HasIndex(row => row.At).HasDatabaseName("ix_events_at");
        });
        modelBuilder.Entity<EventCounterRow>(counter =>
        {
            counter.ToTable("event_counter");
            counter.HasKey(row => row.Id);
            counter.Property(row => row.Id).ValueGeneratedNever();
            counter.HasData(new EventCounterRow { Id = EventCounterRow.OnlyId });
        });
    }

    private static void MapLatencies(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<HourlyLatencyRow>(hours =>
        {
            hours.ToTable("hourly_latencies", table => table.ExcludeFromMigrations());
            hours.HasKey(row => new { row.TargetKey, row.Day });
        });
        modelBuilder.Entity<DailyLatencyRow>(day =>
        {
            day.ToTable("daily_latencies", table => table.ExcludeFromMigrations());
            day.HasKey(row => new { row.TargetKey, row.Day, row.Period });
        });
    }
}

/// <summary>With the migrations of SQLite.</summary>
internal sealed class SqliteHealthDb(DbContextOptions<SqliteHealthDb> options) : HealthDb(options)
{
    internal sealed class Factory : IDesignTimeDbContextFactory<SqliteHealthDb>
    {
        public SqliteHealthDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<SqliteHealthDb>().UseSqlite("Data Source=:memory:").Options);
    }
}

/// <summary>With the migrations of PostgreSQL.</summary>
internal sealed class PostgresHealthDb(DbContextOptions<PostgresHealthDb> options) : HealthDb(options)
{
    internal sealed class Factory : IDesignTimeDbContextFactory<PostgresHealthDb>
    {
        public PostgresHealthDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<PostgresHealthDb>().UseNpgsql("Host=localhost;Database=none").Options);
    }
}
