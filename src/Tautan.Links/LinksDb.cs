using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Tautan.Links.Searching;
using Tautan.Platform.Persistence;

namespace Tautan.Links;

/// <summary>The database of Links.</summary>
internal abstract class LinksDb(DbContextOptions options) : TautanDb(options)
{
    public DbSet<Link> Links => Set<Link>();

    public DbSet<Destination> Destinations => Set<Destination>();

    public DbSet<LinkTag> Tags => Set<LinkTag>();

    public DbSet<Domain> Domains => Set<Domain>();

    public DbSet<Origin> Origins => Set<Origin>();

    public DbSet<VerdictRow> Verdicts => Set<VerdictRow>();

    public DbSet<Tombstone> Tombstones => Set<Tombstone>();

    public DbSet<LinkChange> Changes => Set<LinkChange>();

    public DbSet<LinkPage> Pages => Set<LinkPage>();

    public DbSet<PageMark> PageMarks => Set<PageMark>();

    public DbSet<StoredAnswer> Answers => Set<StoredAnswer>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        MapLinks(modelBuilder);
        MapDomains(modelBuilder);
        MapTraces(modelBuilder);
        var verdict = modelBuilder.Entity<VerdictRow>();
        verdict.ToTable("verdicts");
        verdict.HasKey(row => row.Key);
        verdict.HasIndex(row => row.Verdict);
        base.OnModelCreating(modelBuilder);
    }

    // What is looked for in texts stands in a table of each database's own kind: SearchStatements.
    private static void MapLinks(ModelBuilder modelBuilder)
    {
        var link = modelBuilder.Entity<Link>();
        link.ToTable("links");
        link.HasKey(row => row.Number);
        link.Property(row => row.Number).ValueGeneratedNever();
        link.ComplexProperty(row => row.Health);
        link.HasIndex(row => row.Id).IsUnique();
        link.HasIndex(row => new { row.DomainId, row.SlugKey }).IsUnique();
        link.HasIndex(row => new { row.WorkspaceId, row.CreatedAt, row.Number });
        link.HasIndex(row => new { row.WorkspaceId, row.UpdatedAt, row.Number });
        link.HasIndex(row => new { row.WorkspaceId, row.Title, row.Number });
        link.HasMany(row => row.Destinations).WithOne().HasForeignKey(row => row.LinkNumber).OnDelete(DeleteBehavior.Cascade);
        link.HasMany(row => row.Tags).WithOne().HasForeignKey(row => row.LinkNumber).OnDelete(DeleteBehavior.Cascade);
        link.HasOne(row => row.Page).WithOne().HasForeignKey<LinkPage>(row => row.LinkNumber).OnDelete(DeleteBehavior.Cascade);
        link.HasOne<Domain>().WithMany().HasForeignKey(row => row.DomainId).OnDelete(DeleteBehavior.Restrict);

        var destination = modelBuilder.Entity<Destination>();
        destination.ToTable("destinations");
        destination.HasKey(row => new { row.LinkNumber, row.Id });
        destination.Property(row => row.Id).ValueGeneratedNever();
        destination.HasIndex(row => row.TargetKey);
        destination.HasOne(row => row.Origin).WithMany().HasForeignKey(row => row.OriginNumber).OnDelete(DeleteBehavior.Restrict);

        var origin = modelBuilder.Entity<Origin>();
        origin.ToTable("origins");
        origin.HasKey(row => row.Number);
        origin.HasIndex(row => new { row.WorkspaceId, row.Url }).IsUnique();
        origin.HasIndex(row => new { row.WorkspaceId, row.Host });
        origin.HasIndex(row => row.PublicKey);
        origin.HasIndex(row => row.PrivateKey);

        var tag = modelBuilder.Entity<LinkTag>();
        tag.ToTable("link_tags");
        tag.HasKey(row => new { row.LinkNumber, row.Tag });
        tag.HasIndex(row => new { row.WorkspaceId, row.Tag, row.LinkNumber });

        var page = modelBuilder.Entity<LinkPage>();
        page.ToTable("link_pages");
        page.HasKey(row => row.LinkNumber);
        page.Property(row => row.LinkNumber).ValueGeneratedNever();
        page.HasIndex(row => row.FetchedAt).HasFilter("fetched_at = 0");

        var mark = modelBuilder.Entity<PageMark>();
        mark.ToTable("page_mark");
        mark.Property(row => row.Id).ValueGeneratedNever();
    }

    private static void MapDomains(ModelBuilder modelBuilder)
    {
        var domain = modelBuilder.Entity<Domain>();
        domain.ToTable("domains");
        domain.Property(row => row.Id).ValueGeneratedNever();
        domain.HasIndex(row => new { row.WorkspaceId, row.Name }).IsUnique();
        domain.HasIndex(row => row.Name).IsUnique().HasFilter("verified_at IS NOT NULL").HasDatabaseName("ix_domains_verified_name");
    }

    private static void MapTraces(ModelBuilder modelBuilder)
    {
        var tombstone = modelBuilder.Entity<Tombstone>();
        tombstone.ToTable("tombstones");
        tombstone.HasKey(row => new { row.DomainId, row.SlugKey });

        var change = modelBuilder.Entity<LinkChange>();
        change.ToTable("link_changes");
        change.HasKey(row => row.Revision);
        change.Property(row => row.Revision).ValueGeneratedNever();
        change.HasIndex(row => new { row.LinkId, row.Revision });

        var answer = modelBuilder.Entity<StoredAnswer>();
        answer.ToTable("stored_answers");
        answer.HasKey(row => new { row.WorkspaceId, row.Key });
        answer.HasIndex(row => row.At);
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
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        var text = modelBuilder.Entity<SearchText>();
        text.ToTable("link_search");
        text.HasKey(row => row.LinkNumber);
        text.Property(row => row.LinkNumber).ValueGeneratedNever();
        text.HasOne<Link>().WithOne().HasForeignKey<SearchText>(row => row.LinkNumber).OnDelete(DeleteBehavior.Cascade);
        base.OnModelCreating(modelBuilder);

        // Bytes in their order, as SQLite has them: a list, and the cursor of its page, must not depend on the locale of a database.
        foreach (var property in modelBuilder.Model.GetEntityTypes()
            .Where(entity => entity.ClrType.Assembly == typeof(Link).Assembly)
            .SelectMany(entity => entity.GetProperties())
            .Where(property => property.ClrType == typeof(string)))
        {
            property.SetCollation("C");
        }
    }

    internal sealed class Factory : IDesignTimeDbContextFactory<PostgresLinksDb>
    {
        public PostgresLinksDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<PostgresLinksDb>().UseNpgsql("Host=localhost;Database=none").Options);
    }
}
