namespace Tautan.Links.Tests.Deleting;

public abstract class DeleteTests(LinksFixture links) : LinksTest(links)
{
    [Fact]
    public async Task A_deleted_link_is_gone_and_its_slug_is_free()
    {
        var slug = Unique();
        var link = await Api.CreateAsync(With(("slug", slug), ("tags", new System.Text.Json.Nodes.JsonArray("a"))));

        var answer = await Api.DeleteAsync(Id(link));

        answer.Status.ShouldBe(204);
        answer.Text.ShouldBe("");
        (await Api.GetAsync(Id(link))).ShouldBeProblem(404, "link_not_found");
        (await Api.DeleteAsync(Id(link))).ShouldBeProblem(404, "link_not_found");
        (await Api.PatchAsync(Id(link), "{}")).ShouldBeProblem(404, "link_not_found");
        (await Api.ListAsync("?tag=a")).Json.GetProperty("items").GetArrayLength().ShouldBe(0);
        var again = await Api.CreateAsync(With(("slug", slug)));
        Id(again).ShouldNotBe(Id(link));
    }

    [Fact]
    public async Task A_link_is_deleted_only_as_the_caller_saw_it()
    {
        var created = await Api.PostAsync(With());
        var changed = await Api.PatchAsync(Id(created.Json), """{"title":"x"}""");

        (await Api.DeleteAsync(Id(created.Json), ifMatch: created.ETag)).ShouldBeProblem(412, "stale");
        (await Api.DeleteAsync(Id(created.Json), ifMatch: changed.ETag)).Status.ShouldBe(204);
    }

    [Fact]
    public async Task A_refused_deletion_names_no_revision()
    {
        (await Api.DeleteAsync(Guid.NewGuid().ToString())).Revision.ShouldBeNull();
        (await Api.DeleteAsync("x")).ShouldBeProblem(404, "link_not_found");
    }

    [Fact]
    public async Task Of_16_deletions_exactly_one_deletes()
    {
        var link = await Api.CreateAsync(With());

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Api.DeleteAsync(Id(link))));

        answers.Count(answer => answer.Status == 204).ShouldBe(1);
        answers.Where(answer => answer.Status == 404).Count(answer => answer.Revision is null).ShouldBe(15);
    }
}

public sealed class DeleteOnSqlite(SqliteLinks links) : DeleteTests(links);

public sealed class DeleteOnPostgres(PostgresLinks links) : DeleteTests(links);
