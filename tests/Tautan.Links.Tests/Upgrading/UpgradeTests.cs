using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Tautan.Contracts.Health;
using Tautan.Testing.Services;

namespace Tautan.Links.Tests.Upgrading;

/// <summary>A database as the version before full depth left it, with links in it, is taken over whole.</summary>
public abstract class UpgradeTests(LinksFixture links) : LinksTest(links)
{
    private const string Before = "AddProbeManner";

    internal abstract LinksDb Open(TestInstallation installation, string? database);

    protected abstract string Bytes(byte[] value);

    protected abstract string Uuid(Guid value);

    protected abstract string Bool(bool value);

    [Fact]
    public async Task Links_of_an_older_version_are_all_there_and_can_be_found_and_changed()
    {
        var settings = await Links.NewDatabaseAsync();
        await using var installation = new TestInstallation(settings);
        var (one, two) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await using (var db = Open(installation, settings.GetValueOrDefault("Links:Database")))
        {
            await db.GetService<IMigrator>().MigrateAsync(Before, Cancel);
            await db.Database.ExecuteSqlRawAsync(Domain(), Cancel);
            foreach (var sql in Link(one, "first", "Größe", 7, "https://A.example:8443/x", "https://b.example/y").Concat(Link(two, "second", "", 9, "https://b.example/z")))
                await db.Database.ExecuteSqlRawAsync(sql, Cancel);
        }

        await installation.StartAsync(new LinksService(), Cancel);
        var api = LinksFixture.Api(installation, Workspace);

        (await api.SlugsAsync("?sort=slug")).ShouldBe(["first", "second"]);
        var link = (await api.GetAsync(one.ToString())).ShouldBe(200);
        Text(link, "title").ShouldBe("Größe");
        Urls(link).ShouldBe(["https://A.example:8443/x", "https://b.example/y"]);
        Strings(link, "tags").ShouldBe(["t"]);
        link.GetProperty("revision").GetInt64().ShouldBe(7);
        (await api.SlugsAsync("?host=a.example")).ShouldBe(["first"]);
        (await api.SlugsAsync("?host=b.example&sort=createdAt")).ShouldBe(["first", "second"], ignoreOrder: true);
        (await api.SlugsAsync("?search=gröss")).ShouldBeEmpty();
        (await api.SlugsAsync("?search=größ")).ShouldBe(["first"]);
        (await api.SlugsAsync("?search=b.example/z")).ShouldBe(["second"]);
        (await api.SlugsAsync("?tag=t")).Count.ShouldBe(2);
        (await api.PatchAsync(one.ToString(), """{"title":"new","destinations":[{"url":"https://b.example/z"}]}""")).ShouldBe(200);
        (await api.SlugsAsync("?host=b.example")).Count.ShouldBe(2);
        (await api.CreateAsync(With())).GetProperty("revision").GetInt64().ShouldBeGreaterThan(9);
        (await api.DeleteAsync(two.ToString())).ShouldBe(204);
        (await api.PostAsync(With(("slug", "first")))).ShouldBeProblem(409, "slug_taken");
    }

    private string Domain() =>
        "INSERT INTO domains (id, workspace_id, name, redirect_status, case_sensitive, path_suffix, forward_query, slug_length, disallow_robots) "
        + $"VALUES ({Uuid(Contracts.WellKnown.DefaultDomainId)}, {Uuid(Contracts.WellKnown.WorkspaceId)}, '', 302, {Bool(true)}, {Bool(false)}, {Bool(false)}, 7, {Bool(false)})";

    private IEnumerable<string> Link(Guid id, string slug, string title, long revision, params string[] urls)
    {
        yield return "INSERT INTO links (id, workspace_id, domain_id, slug, slug_key, title, redirect_status, forward_query, enabled, archived, revision, created_at, updated_at, "
            + "health_enabled, health_failback_hold_seconds, health_failures_to_confirm, health_interval_seconds, health_manual_failback, health_retry_seconds, health_successes_to_recover, health_timeout_seconds, health_ignore_tls_errors) "
            + $"VALUES ({Uuid(id)}, {Uuid(Workspace)}, {Uuid(Contracts.WellKnown.DefaultDomainId)}, '{slug}', '{slug}', '{title}', 302, {Bool(false)}, {Bool(true)}, {Bool(false)}, {revision}, 1, 1, "
            + $"{Bool(true)}, 30, 3, 60, {Bool(false)}, 5, 2, 10, {Bool(false)})";
        var health = new LinkHealth().ToRecord();
        for (var i = 0; i < urls.Length; i++)
        {
            var origin = VerdictFeedKeys.OriginOf(urls[i]);
            yield return "INSERT INTO destinations (id, workspace_id, link_id, route, position, weight, url, target_key, public_origin_key, private_origin_key) "
                + $"VALUES ({Uuid(Guid.CreateVersion7())}, {Uuid(Workspace)}, {Uuid(id)}, 0, {i}, 0, '{urls[i]}', {Bytes(VerdictFeedKeys.Target(Workspace, id, urls[i], health).ToArray())}, "
                + $"{Bytes(VerdictFeedKeys.PublicOrigin(origin).ToArray())}, {Bytes(VerdictFeedKeys.PrivateOrigin(Workspace, origin).ToArray())})";
        }

        yield return $"INSERT INTO link_tags (link_id, workspace_id, tag) VALUES ({Uuid(id)}, {Uuid(Workspace)}, 't')";
        yield return "INSERT INTO feed_state (id, epoch, revision, digest, count, pruned, meant) "
            + $"SELECT 1, 'e', 20, {Bytes(new byte[16])}, 0, 0, 0 WHERE NOT EXISTS (SELECT 1 FROM feed_state)";
    }
}

public sealed class UpgradeOnSqlite(SqliteLinks links) : UpgradeTests(links)
{
    internal override LinksDb Open(TestInstallation installation, string? database)
    {
        var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(installation.DataDirectory, "links.db")};Pooling=False");
        return new SqliteLinksDb(new DbContextOptionsBuilder<SqliteLinksDb>().UseSqlite(connection, contextOwnsConnection: true).Options);
    }

    protected override string Bytes(byte[] value) => $"x'{Convert.ToHexString(value)}'";

    protected override string Uuid(Guid value) => Bytes(value.ToByteArray(bigEndian: true));

    protected override string Bool(bool value) => value ? "1" : "0";
}

public sealed class UpgradeOnPostgres(PostgresLinks links) : UpgradeTests(links)
{
    internal override LinksDb Open(TestInstallation installation, string? database) =>
        new PostgresLinksDb(new DbContextOptionsBuilder<PostgresLinksDb>().UseNpgsql(database).Options);

    protected override string Bytes(byte[] value) => $@"'\x{Convert.ToHexString(value)}'::bytea";

    protected override string Uuid(Guid value) => $"'{value}'::uuid";

    protected override string Bool(bool value) => value ? "true" : "false";
}
