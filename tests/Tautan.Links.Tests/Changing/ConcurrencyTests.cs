using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tautan.Links.Tests.Changing;

public abstract class ConcurrencyTests(LinksFixture links) : LinksTest(links)
{
    [Fact]
    public async Task Whoever_reads_while_others_write_sees_one_state_of_a_link_and_never_two_halves()
    {
        var link = await Api.CreateAsync(State(0));
        var id = Id(link);
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 4).Select(reader => Task.Run(
            async () =>
            {
                var reads = 0;
                for (; !stop.IsCancellationRequested; reads++)
                {
                    var seen = reader % 2 == 0
                        ? (await Api.GetAsync(id)).ShouldBe(200)
                        : (await Api.ListAsync()).ShouldBe(200).GetProperty("items").EnumerateArray().Single();
                    ShouldBeOneState(seen);
                }

                return reads;
            },
            Cancel)).ToList();

        for (var round = 0; round < 40; round++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(1, 4).Select(i => Api.PatchAsync(id, State((round * 4) + i).ToJsonString())));
            foreach (var answer in answers)
                ShouldBeOneState(answer.ShouldBe(200));
        }

        await stop.CancelAsync();
        (await Task.WhenAll(readers)).ShouldAllBe(reads => reads > 0);
    }

    [Fact]
    public async Task Reading_what_is_being_deleted_finds_it_whole_or_not_at_all()
    {
        for (var round = 0; round < 15; round++)
        {
            var links = (await Api.BulkAsync(Enumerable.Range(0, 20).Select(i => (JsonNode)State(i)))).ShouldBe(200)
                .GetProperty("items").EnumerateArray().Select(item => Id(item.GetProperty("link"))).ToList();

            var deletions = links.Select(id => Api.DeleteAsync(id)).ToList();
            var reads = links.Select(id => Api.GetAsync(id)).Append(Api.ListAsync()).Append(Api.ListAsync("?sort=slug")).ToList();
            var changes = links.Select(id => Api.PatchAsync(id, State(round + 1).ToJsonString())).ToList();

            (await Task.WhenAll(deletions)).ShouldAllBe(answer => answer.Status == 204);
            foreach (var answer in await Task.WhenAll(reads))
                answer.Status.ShouldBeOneOf(200, 404);
            foreach (var answer in await Task.WhenAll(changes))
            {
                answer.Status.ShouldBeOneOf(200, 404);
                if (answer.Status == 200)
                    ShouldBeOneState(answer.Json);
            }

            (await Api.ListAsync()).ShouldBe(200).GetProperty("items").GetArrayLength().ShouldBe(0);
        }
    }

    [Fact]
    public async Task Links_that_trade_slugs_never_end_with_one_slug_twice()
    {
        var slugs = Enumerable.Range(0, 4).Select(_ => Unique()).ToList();
        var links = new List<string>();
        foreach (var slug in slugs)
            links.Add(Id(await Api.CreateAsync(With(("slug", slug)))));

        for (var round = 0; round < 10; round++)
        {
            var changes = Enumerable.Range(0, 32).Select(i => Api.PatchAsync(links[i % 4], new JsonObject { ["slug"] = i % 3 == 0 ? Unique() : slugs[(i + round) % 4] }.ToJsonString()));
            foreach (var answer in await Task.WhenAll(changes))
                answer.Status.ShouldBeOneOf(200, 409);
            var now = await Api.SlugsAsync();
            now.Count.ShouldBe(4);
            now.Distinct().Count().ShouldBe(4);
        }
    }

    // All of it says the same number: the title, the tags, how many destinations and where they go.
    private static JsonObject State(int number)
    {
        var body = To(Enumerable.Range(0, 1 + (number % 5)).Select(i => $"https://d{(i + number) % 7}.example/{number}"));
        body["title"] = $"{number}";
        body["tags"] = new JsonArray([.. Enumerable.Range(0, 1 + (number % 3)).Select(i => JsonValue.Create($"{number}-{i}"))]);
        return body;
    }

    private static void ShouldBeOneState(JsonElement link)
    {
        var number = int.Parse(Text(link, "title"), System.Globalization.CultureInfo.InvariantCulture);
        Urls(link).ShouldBe(Enumerable.Range(0, 1 + (number % 5)).Select(i => $"https://d{(i + number) % 7}.example/{number}"));
        Strings(link, "tags").ShouldBe(Enumerable.Range(0, 1 + (number % 3)).Select(i => $"{number}-{i}"));
    }
}

public sealed class ConcurrencyOnSqlite(SqliteLinks links) : ConcurrencyTests(links);

public sealed class ConcurrencyOnPostgres(PostgresLinks links) : ConcurrencyTests(links);
