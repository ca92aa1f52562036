namespace Tautan.Links.Tests.Deleting;

public abstract class TombstoneTests(LinksFixture links) : LinksTest(links)
{
    [Fact]
    public async Task The_slug_that_a_link_had_before_stays_with_its_workspace()
    {
        var (old, changed) = (Unique(), Unique());
        var other = Links.Api(Guid.NewGuid());
        var link = await Api.CreateAsync(With(("slug", old)));
        (await Api.PatchAsync(Id(link), $$"""{"slug":"{{changed}}"}""")).ShouldBe(200);

        (await other.PostAsync(With(("slug", old)))).ShouldBeProblem(409, "slug_taken");
        (await Api.PatchAsync(Id(link), $$"""{"slug":"{{old}}"}""")).ShouldBe(200);
        (await Api.PatchAsync(Id(link), $$"""{"slug":"{{changed}}"}""")).ShouldBe(200);
        (await other.PostAsync(With(("slug", old)))).ShouldBeProblem(409, "slug_taken");
        (await Api.PostAsync(With(("slug", old)))).ShouldBe(201);
    }

    [Fact]
    public async Task The_slug_of_a_deleted_link_stays_with_its_workspace()
    {
        var slug = Unique();
        var other = Links.Api(Guid.NewGuid());
        var link = await Api.CreateAsync(With(("slug", slug)));
        (await Api.DeleteAsync(Id(link))).ShouldBe(204);

        (await other.PostAsync(With(("slug", slug)))).ShouldBeProblem(409, "slug_taken");
        var again = await Api.CreateAsync(With(("slug", slug)));
        (await Api.DeleteAsync(Id(again))).ShouldBe(204);
        (await other.PostAsync(With(("slug", slug)))).ShouldBeProblem(409, "slug_taken");
    }

    [Fact]
    public async Task A_slug_that_is_released_is_everybodys()
    {
        var slug = Unique();
        var link = await Api.CreateAsync(With(("slug", slug)));

        (await Api.SendAsync(HttpMethod.Delete, $"/api/v1/links/{Id(link)}?release=maybe")).ShouldRefuse("release", "true or false");
        (await Api.SendAsync(HttpMethod.Delete, $"/api/v1/links/{Id(link)}?release=true")).ShouldBe(204);

        (await Links.Api(Guid.NewGuid()).PostAsync(With(("slug", slug)))).ShouldBe(201);
    }

    [Fact]
    public async Task A_link_renamed_to_a_slug_of_its_workspaces_past_has_it()
    {
        var slug = Unique();
        (await Api.DeleteAsync(Id(await Api.CreateAsync(With(("slug", slug)))))).ShouldBe(204);
        var link = await Api.CreateAsync(With());

        (await Api.PatchAsync(Id(link), $$"""{"slug":"{{slug}}"}""")).ShouldBe(200);
        (await Links.Api(Guid.NewGuid()).PostAsync(With(("slug", slug)))).ShouldBeProblem(409, "slug_taken");
    }
}

public sealed class TombstoneOnSqlite(SqliteLinks links) : TombstoneTests(links);

public sealed class TombstoneOnPostgres(PostgresLinks links) : TombstoneTests(links);
