using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Tautan.Platform.Persistence;

namespace Tautan.Links;

/// <summary>The database of Links.</summary>
internal abstract class LinksDb(DbContextOptions options) : TautanDb(options)
{
    public DbSet<Link> Links => Set<Link>();

    public DbSet<Destination> Destinations => Set<Destination>();

    public DbSet<LinkTag> Tags => Set<LinkTag>();

    public DbSet<Domain> Domains => Set<Domain>();

    public DbSet<VerdictRow> Verdicts => Set<VerdictRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        var link = modelBuilder.Entity<Link>();
        link.ToTable("links");
        link.Property(row => row.Id).ValueGeneratedNever();
        link.ComplexProperty(row => row.Health);
        link.HasIndex(row => new { row.DomainId, row.SlugKey }).IsUnique();
        link.HasIndex(row => new { row.WorkspaceId, row.CreatedAt, row.Id });
        link.HasIndex(row => new { row.WorkspaceId, row.UpdatedAt, row.Id });
        link.HasIndex(row => new { row.WorkspaceId, row.Slug, row.Id });
        link.HasIndex(row => new { row.WorkspaceId, row.Title, row.Id });
        link.HasMany(row => row.Destinations).WithOne().HasForeignKey(row => row.LinkId).OnDelete(DeleteBehavior.Cascade);
        link.HasMany(row => row.Tags).WithOne().HasForeignKey(row => row.LinkId).OnDelete(DeleteBehavior.Cascade);
        link.HasOne<Domain>().WithMany().HasForeignKey(row => row.DomainId).OnDelete(DeleteBehavior.Restrict);

        var destination = modelBuilder.Entity<Destination>();
        destination.ToTable("destinations");
        destination.Property(row => row.Id).ValueGeneratedNever();

        var tag = modelBuilder.Entity<LinkTag>();
        tag.ToTable("link_tags");
        tag.HasKey(row => new { row.LinkId, row.Tag });
        tag.HasIndex(row => new { row.WorkspaceId, row.Tag });

        var domain = modelBuilder.Entity<Domain>();
        domain.ToTable("domains");
        domain.Property(row => row.Id).ValueGeneratedNever();
        domain.HasIndex(row => row.Name).IsUnique();

        var verdict = modelBuilder.Entity<VerdictRow>();
        verdict.ToTable("verdicts");
        verdict.HasKey(row => row.Key);

        base.OnModelCreating(modelBuilder);
    }
}

/// <summary>With the migrations of SQLite.</summary>
internal sealed class SqliteLinksDb(DbContextOptions<SqliteLinksDb> options) : LinksDb(options)
{
    internal sealed class Factory : IDesignTimeDbContextFactory<SqliteLinksDb>
    {
        public SqliteLinksDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<SqliteLinksDb>().UseSqlite("Data Source=:memory:").Options);
    }
}

/// <summary>With the migrations of PostgreSQL.</summary>
internal sealed class PostgresLinksDb(DbContextOptions<PostgresLinksDb> options) : LinksDb(options)
{
    internal sealed class Factory : IDesignTimeDbContextFactory<PostgresLinksDb>
    {
        public PostgresLinksDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<PostgresLinksDb>().UseNpgsql("Host=localhost;Database=none").Options);
    }
}
