using Tautan.Testing.Services;

namespace Tautan.Links.Tests.Restarting;

public abstract class RestartTests(LinksFixture links) : LinksTest(links)
{
    [Fact]
    public async Task A_host_that_ends_in_the_middle_of_creations_keeps_every_link_that_was_answered()
    {
        await using var installation = new TestInstallation(await Links.NewDatabaseAsync());
        var api = LinksFixture.Api(installation, Workspace);
        var answered = new List<string>();

        for (var round = 0; round < 3; round++)
        {
            var host = await installation.StartAsync(new LinksService(), Cancel);
            using var enough = new SemaphoreSlim(0);
            var writers = Enumerable.Range(0, 8).Select(_ => Task.Run(
                async () =>
                {
                    try
                    {
                        while (true)
                        {
                            var answer = await api.PostAsync(With(("slug", Unique())));
                            if (answer.Status != 201)
                                return;
                            lock (answered)
                                answered.Add(Text(answer.Json, "slug"));
                            enough.Release();
                        }
                    }
                    catch (HttpRequestException)
                    {
                        // The host is gone: whether this one was written, nobody was told.
                    }
                },
                Cancel)).ToList();
            for (var i = 0; i < 100; i++)
                await enough.WaitAsync(Cancel);
            await (round == 0 ? host.StopAsync(Cancel) : host.AbortAsync());
            await Task.WhenAll(writers);
        }

        await installation.StartAsync(new LinksService(), Cancel);
        var kept = await api.SlugsAsync();
        answered.ShouldBeSubsetOf(kept);
        kept.Distinct().Count().ShouldBe(kept.Count);
    }

    [Fact]
    public async Task A_restart_changes_nothing_and_goes_on_counting()
    {
        await using var installation = new TestInstallation(await Links.NewDatabaseAsync());
        var host = await installation.StartAsync(new LinksService(), Cancel);
        var api = LinksFixture.Api(installation, Workspace);
        var created = await api.PostAsync(With(("title", "x")));
        await host.StopAsync(Cancel);

        await installation.StartAsync(new LinksService(), Cancel);

        (await api.GetAsync(Id(created.Json))).Text.ShouldBe(created.Text);
        var next = await api.PostAsync(With());
        next.Json.GetProperty("revision").GetInt64().ShouldBe(created.Json.GetProperty("revision").GetInt64() + 1);
        next.Revision!.Split('/')[1].ShouldBe(created.Revision!.Split('/')[1]);
    }
}

public sealed class RestartOnSqlite(SqliteLinks links) : RestartTests(links);

public sealed class RestartOnPostgres(PostgresLinks links) : RestartTests(links);
