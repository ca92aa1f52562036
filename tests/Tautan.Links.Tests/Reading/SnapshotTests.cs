using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tautan.Platform.Persistence;

namespace Tautan.Links.Tests.Reading;

public abstract class SnapshotTests(LinksFixture links) : LinksTest(links)
{
    [Fact]
    public async Task Who_reads_holds_up_no_writer_and_no_other_reader_and_sees_one_state_to_the_end()
    {
        var factory = Links.Host.App.Services.GetRequiredService<IDbContextFactory<LinksDb>>();
        await using var db = await factory.CreateDbContextAsync(Cancel);
        await using var snapshot = await db.BeginReadAsync(Cancel);
        (await db.Links.CountAsync(link => link.WorkspaceId == Workspace, Cancel)).ShouldBe(0);

        await Api.CreateAsync(With());

        (await db.Links.CountAsync(link => link.WorkspaceId == Workspace, Cancel)).ShouldBe(0);
        await using var other = await factory.CreateDbContextAsync(Cancel);
        await using var later = await other.BeginReadAsync(Cancel);
        (await other.Links.CountAsync(link => link.WorkspaceId == Workspace, Cancel)).ShouldBe(1);
    }
}

public sealed class SnapshotOnSqlite(SqliteLinks links) : SnapshotTests(links);

public sealed class SnapshotOnPostgres(PostgresLinks links) : SnapshotTests(links);
