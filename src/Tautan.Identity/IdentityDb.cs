using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Tautan.Identity.Keys;
using Tautan.Identity.People;
using Tautan.Identity.Sessions;
using Tautan.Identity.Signing;
using Tautan.Identity.Workspaces;
using Tautan.Platform.Persistence;

namespace Tautan.Identity;

/// <summary>The database of Identity.</summary>
internal abstract class IdentityDb(DbContextOptions options) : TautanDb(options)
{
    public DbSet<Workspace> Workspaces => Set<Workspace>();

    public DbSet<Membership> Members => Set<Membership>();

    public DbSet<Invitation> Invitations => Set<Invitation>();

    public DbSet<User> Users => Set<User>();

    public DbSet<OneTimeLink> OneTimeLinks => Set<OneTimeLink>();

    public DbSet<Session> Sessions => Set<Session>();

    public DbSet<Key> Keys => Set<Key>();

    public DbSet<StoredKey> SigningKeys => Set<StoredKey>();

    public DbSet<ProtectionKey> ProtectionKeys => Set<ProtectionKey>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        MapWorkspaces(modelBuilder);
        MapPeople(modelBuilder);
        MapSecrets(modelBuilder);
        modelBuilder.UseOpenIddict();
        base.OnModelCreating(modelBuilder);
    }

    private static void MapWorkspaces(ModelBuilder modelBuilder)
    {
        var workspace = modelBuilder.Entity<Workspace>();
        workspace.ToTable("workspaces");
        workspace.Property(row => row.Id).ValueGeneratedNever();

        var member = modelBuilder.Entity<Membership>();
        member.ToTable("members");
        member.Property(row => row.Id).ValueGeneratedNever();
        member.HasIndex(row => new { row.WorkspaceId, row.UserId }).IsUnique();
        member.HasIndex(row => row.UserId);
        member.HasOne<Workspace>().WithMany().HasForeignKey(row => row.WorkspaceId).OnDelete(DeleteBehavior.Restrict);
        member.HasOne<User>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);

        var invitation = modelBuilder.Entity<Invitation>();
        invitation.ToTable("invitations");
        invitation.Property(row => row.Id).ValueGeneratedNever();
        invitation.HasIndex(row => row.Hash).IsUnique();
        invitation.HasIndex(row => new { row.WorkspaceId, row.CreatedAt });
    }

    private static void MapPeople(ModelBuilder modelBuilder)
    {
        var user = modelBuilder.Entity<User>();
        user.ToTable("users");
        user.Property(row => row.Id).ValueGeneratedNever();
        user.HasIndex(row => row.NormalizedUserName).IsUnique();
        user.HasIndex(row => row.NormalizedEmail).IsUnique();
        user.Property(row => row.ConcurrencyStamp).IsConcurrencyToken();

        var claim = modelBuilder.Entity<IdentityUserClaim<Guid>>();
        claim.ToTable("user_claims");
        claim.HasOne<User>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);

        var login = modelBuilder.Entity<IdentityUserLogin<Guid>>();
        login.ToTable("user_logins");
        login.HasKey(row => new { row.LoginProvider, row.ProviderKey });
        login.HasOne<User>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);

        var token = modelBuilder.Entity<IdentityUserToken<Guid>>();
        token.ToTable("user_tokens");
        token.HasKey(row => new { row.UserId, row.LoginProvider, row.Name });
        token.HasOne<User>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);

        var passkey = modelBuilder.Entity<IdentityUserPasskey<Guid>>();
        passkey.ToTable("user_passkeys");
        passkey.HasKey(row => row.CredentialId);
        passkey.OwnsOne(row => row.Data, data => data.ToJson());
        passkey.HasOne<User>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);

        var link = modelBuilder.Entity<OneTimeLink>();
        link.ToTable("one_time_links");
        link.HasKey(row => row.Hash);

        var session = modelBuilder.Entity<Session>();
        session.ToTable("sessions");
        session.Property(row => row.Id).ValueGeneratedNever();
        session.HasIndex(row => row.UserId);
    }

    private static void MapSecrets(ModelBuilder modelBuilder)
    {
        var key = modelBuilder.Entity<Key>();
        key.ToTable("keys");
        key.Property(row => row.Id).ValueGeneratedNever();
        key.HasIndex(row => row.Hash).IsUnique();
        key.HasIndex(row => new { row.WorkspaceId, row.CreatedAt });
        key.HasIndex(row => row.UserId);

        modelBuilder.Entity<StoredKey>().ToTable("signing_keys");
        var protection = modelBuilder.Entity<ProtectionKey>();
        protection.ToTable("protection_keys");
        protection.Property(row => row.Id).ValueGeneratedNever();
    }
}

/// <summary>With the migrations of SQLite.</summary>
internal sealed class SqliteIdentityDb(DbContextOptions<SqliteIdentityDb> options) : IdentityDb(options)
{
    internal sealed class Factory : IDesignTimeDbContextFactory<SqliteIdentityDb>
    {
        public SqliteIdentityDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<SqliteIdentityDb>().UseSqlite("Data Source=:memory:").Options);
    }
}

/// <summary>With the migrations of PostgreSQL.</summary>
internal sealed class PostgresIdentityDb(DbContextOptions<PostgresIdentityDb> options) : IdentityDb(options)
{
    internal sealed class Factory : IDesignTimeDbContextFactory<PostgresIdentityDb>
    {
        public PostgresIdentityDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<PostgresIdentityDb>().UseNpgsql("Host=localhost").Options);
    }
}
