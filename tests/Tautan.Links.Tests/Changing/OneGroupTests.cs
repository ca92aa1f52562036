using Microsoft.Extensions.DependencyInjection;
using Tautan.Testing.Services;

namespace Tautan.Links.Tests.Changing;

public abstract class OneGroupTests(LinksFixture links) : LinksTest(links)
{
    [Fact]
    public async Task A_link_that_is_changed_and_deleted_in_one_commit_was_changed_and_is_gone()
    {
        await using var links = await StartAsync();
        var created = await links.Api.PostAsync(With(("title", "old")));
        var id = Id(created.Json);

        var answers = await links.InOneGroupAsync(() => links.Api.PatchAsync(id, """{"title":"new"}"""), () => links.Api.DeleteAsync(id), () => links.Api.PatchAsync(id, "{}"), () => links.Api.DeleteAsync(id));

        Text(answers[0].ShouldBe(200), "title").ShouldBe("new");
        Urls(answers[0].Json).ShouldBe(["https://a.example/x"]);
        answers[1].Status.ShouldBe(204);
        answers[2].ShouldBeProblem(404, "link_not_found");
        answers[3].ShouldBeProblem(404, "link_not_found");
        (await links.Api.GetAsync(id)).ShouldBeProblem(404, "link_not_found");
    }

    [Fact]
    public async Task Changes_in_one_commit_see_each_other_and_each_answer_is_its_own()
    {
        await using var links = await StartAsync();
        var created = await links.Api.PostAsync(To("https://a.example/", "https://b.example/"));
        var id = Id(created.Json);

        var answers = await links.InOneGroupAsync(
            () => links.Api.PatchAsync(id, To("https://b.example/", "https://c.example/").ToJsonString(), ifMatch: created.ETag),
            () => links.Api.PatchAsync(id, """{"title":"t","tags":["x","y"]}"""),
            () => links.Api.PatchAsync(id, """{"title":"late"}""", ifMatch: created.ETag),
            () => links.Api.PatchAsync(id, """{"tags":["y","z"]}"""),
            () => links.Api.PatchAsync(id, To("https://a.example/", "https://c.example/").ToJsonString()));

        answers[0].ShouldBe(200).GetProperty("title").GetString().ShouldBeNull();
        Urls(answers[0].Json).ShouldBe(["https://b.example/", "https://c.example/"]);
        Text(answers[1].ShouldBe(200), "title").ShouldBe("t");
        Urls(answers[1].Json).ShouldBe(["https://b.example/", "https://c.example/"]);
        answers[2].ShouldBeProblem(412, "stale");
        Strings(answers[3].ShouldBe(200), "tags").ShouldBe(["y", "z"]);
        Urls(answers[4].ShouldBe(200)).ShouldBe(["https://a.example/", "https://c.example/"]);
        DestinationIds(answers[4].Json)[1].ShouldBe(DestinationIds(answers[0].Json)[1]);
        answers.Where(answer => answer.Status == 200).Select(answer => answer.ETag).Distinct().Count().ShouldBe(4);
        (await links.Api.GetAsync(id)).Text.ShouldBe(answers[4].Text);
    }

    [Fact]
    public async Task A_slug_that_two_want_in_one_commit_goes_to_the_first()
    {
        await using var links = await StartAsync();
        var other = await links.Api.PostAsync(With());
        var slug = Unique();

        var answers = await links.InOneGroupAsync(
            () => links.Api.PostAsync(With(("slug", slug))),
            () => links.Api.PostAsync(With(("slug", slug))),
            () => links.Api.PatchAsync(Id(other.Json), $$"""{"slug":"{{slug}}"}"""),
            () => links.Api.BulkAsync([With(("slug", slug)), With()]));

        answers[0].ShouldBe(201);
        answers[1].ShouldBeProblem(409, "slug_taken");
        answers[2].ShouldBeProblem(409, "slug_taken");
        answers[3].ShouldBe(200).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("status").GetInt32()).ShouldBe([409, 201]);
    }

    [Fact]
    public async Task A_write_that_fails_takes_no_other_of_its_group_along()
    {
        await using var links = await StartAsync();
        var created = await links.Api.PostAsync(With());
        var failing = Task.CompletedTask;

        var answers = await links.InOneGroupAsync(
            () => links.Api.PostAsync(With()),
            () => links.Api.PatchAsync(Id(created.Json), """{"title":"new"}"""),
            () =>
            {
                failing = links.Gate.WriteAsync<bool>((_, _) => throw new InvalidOperationException("This one fails."), Cancel);
                return links.Api.DeleteAsync(Guid.NewGuid().ToString());
            },
            () => links.Api.PostAsync(With()));

        await Should.ThrowAsync<InvalidOperationException>(() => failing);
        answers[0].ShouldBe(201);
        answers[1].ShouldBe(200);
        answers[3].ShouldBe(201);
        foreach (var answer in new[] { answers[0], answers[1], answers[3] })
            (await links.Api.GetAsync(Id(answer.Json))).Text.ShouldBe(answer.Text);
        (await links.Api.SlugsAsync()).Count.ShouldBe(3);
    }

    private async Task<Started> StartAsync()
    {
        var installation = new TestInstallation(await Links.NewDatabaseAsync());
        var host = await installation.StartAsync(new GatedLinks(), Cancel);
        return new Started(installation, LinksFixture.Api(installation, Workspace), host.App.Services.GetRequiredService<GatedLinks.Gate>());
    }

    private sealed record Started(TestInstallation Installation, LinksApi Api, GatedLinks.Gate Gate) : IAsyncDisposable
    {
        public async Task<List<Answer>> InOneGroupAsync(params IReadOnlyList<Func<Task<Answer>>> calls)
        {
            await Gate.CloseAsync();
            var answers = new List<Task<Answer>>();
            foreach (var call in calls)
            {
                answers.Add(call());
                await Gate.WaitForQueuedAsync(Cancel);
            }

            Gate.Open();
            return [.. await Task.WhenAll(answers)];
        }

        public ValueTask DisposeAsync() => Installation.DisposeAsync();
    }
}

public sealed class OneGroupOnSqlite(SqliteLinks links) : OneGroupTests(links);

public sealed class OneGroupOnPostgres(PostgresLinks links) : OneGroupTests(links);
