using Tautan.Commands.Tests.Support;

namespace Tautan.Commands.Tests;

public sealed class HistoryTests
{
    private const string Entries = """
        { "items": [
          { "at": "2026-11-24T19:46:40.123Z", "by": "key:ops", "action": "changed", "changes": [
            { "field": "title", "from": null, "to": "a\u001b[31m\tb" }, { "field": "destinations", "from": [{ "url": "https://a.example" }], "to": [] } ] },
          { "at": "2026-11-24T19:40:00Z", "by": null, "action": "created", "changes": [] } ], "nextCursor": "more" }
        """;

    private static readonly (string, int, string) History = ($"GET /api/v1/links/{Sample.Id}/history", 200, Entries);

    [Fact]
    public async Task In_a_pipe_a_changed_field_is_a_line()
    {
        await using var server = await FakeServer.StartAsync(History);
        var ended = await Cli.Of(server).RunAsync("links", "history", Sample.Id, "--limit", "2");
        ended.ShouldBeDone().Lines.ShouldBe(
        [
            "2026-11-24T19:46:40Z\tkey:ops\tchanged\ttitle\t\ta\\u001b[31m\\u0009b",
            "2026-11-24T19:46:40Z\tkey:ops\tchanged\tdestinations\t[{ \"url\": \"https://a.example\" }]\t[]",
            "2026-11-24T19:40:00Z\t\tcreated\t\t\t",
        ]);
        ended.Error.ShouldBe("tautan: there are more: --all shows all\n");
    }

    [Fact]
    public async Task By_slug_the_link_is_looked_for()
    {
        await using var server = await FakeServer.StartAsync(("GET /api/v1/links", 200, Sample.Page(null, Sample.Link())), History);
        var ended = await Cli.Of(server, onTerminal: true).RunAsync("links", "history", "spring", "--limit", "2");
        ended.ShouldBeDone().Out.ShouldContain("key:ops");
        ended.Out.ShouldNotContain("\u001b[31m\t");
    }

    [Fact]
    public async Task As_json_it_is_what_the_server_answered()
    {
        await using var server = await FakeServer.StartAsync(History);
        var json = Sample.Parse((await Cli.Of(server).RunAsync("links", "history", Sample.Id, "--limit", "2", "--json")).ShouldBeDone().Out);
        json.GetProperty("items")[0].GetProperty("changes")[0].GetProperty("field").GetString().ShouldBe("title");
        json.GetProperty("nextCursor").GetString().ShouldBe("more");
    }
}
