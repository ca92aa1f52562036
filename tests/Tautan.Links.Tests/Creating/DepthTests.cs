using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tautan.Contracts.Links;
using Tautan.Testing.Services;

namespace Tautan.Links.Tests.Creating;

public abstract class DepthTests(LinksFixture links) : LinksTest(links)
{
    [Fact]
    public async Task An_app_can_be_a_destination_where_a_setting_allows_its_scheme()
    {
        var settings = new Dictionary<string, string?>(await Links.NewDatabaseAsync()) { ["Links:Schemes:0"] = "myapp" };
        await using var installation = new TestInstallation(settings);
        await installation.StartAsync(new LinksService(), Cancel);
        var api = LinksFixture.Api(installation, Workspace);

        var link = await api.CreateAsync(To("myapp://product/1", "https://a.example/product/1"));

        Urls(link).ShouldBe(["myapp://product/1", "https://a.example/product/1"]);
        Urls((await api.PatchAsync(Id(link), To("myapp://product/2").ToJsonString())).ShouldBe(200)).ShouldBe(["myapp://product/2"]);
        (await api.PostAsync(To("other://x"))).ShouldRefuse("destinations[0].url", "myapp://");
        (await Api.PostAsync(To("myapp://product/1"))).ShouldRefuse("destinations[0].url", "http:// or https://");
    }

    [Fact]
    public async Task A_scheme_that_opens_no_app_stops_the_start()
    {
        await using var installation = new TestInstallation(new Dictionary<string, string?> { ["Links:Schemes:0"] = "javascript" });
        var failure = await Should.ThrowAsync<Tautan.Platform.Hosting.SettingsException>(() => installation.StartAsync(new LinksService(), Cancel));
        failure.Message.ShouldContain("TAUTAN_Links__Schemes");
    }

    [Fact]
    public async Task An_equal_link_is_found_behind_many_others_to_the_same_place()
    {
        var url = $"https://{Host()}/x";
        (await Api.BulkAsync(Enumerable.Range(0, 1000).Select(i => (JsonNode)Named($"{i}")))).ShouldBe(200);
        (await Api.BulkAsync(Enumerable.Range(0, 150).Select(i => (JsonNode)Tagged($"{i}")))).ShouldBe(200);
        var wanted = await Api.CreateAsync(Tagged("wanted"));

        var again = Tagged("wanted");
        again["findIfExists"] = true;
        Id((await Api.PostAsync(again)).ShouldBe(200)).ShouldBe(Id(wanted));

        JsonObject Named(string title) => new() { ["destinations"] = new JsonArray(new JsonObject { ["url"] = url }), ["title"] = title };
        JsonObject Tagged(string tag) => new() { ["destinations"] = new JsonArray(new JsonObject { ["url"] = url }), ["tags"] = new JsonArray(tag) };
    }

    [Theory]
    [InlineData("http://go.example/x")]
    [InlineData("https://go.example/x")]
    [InlineData("http://GO.example:80/x")]
    public async Task A_destination_that_leads_back_here_is_refused_by_either_scheme(string url) =>
        (await Api.PostAsync(To(url))).ShouldRefuse("destinations[0].url", "must not lead back to go.example");

    [Fact]
    public async Task Texts_are_as_long_as_they_have_characters()
    {
        var utm = string.Concat(Enumerable.Repeat("🦊", 200));
        var link = await Api.CreateAsync(With(("utm", new JsonObject { ["source"] = utm }), ("title", string.Concat(Enumerable.Repeat("🦊", 500)))));
        Text(link.GetProperty("utm"), "source").ShouldBe(utm);
        (await Api.PostAsync(With(("utm", new JsonObject { ["source"] = utm + "x" })))).ShouldRefuse("utm.source", "at most 200 characters");
    }

    [Fact]
    public async Task Everything_that_a_link_can_say_is_kept()
    {
        var link = await Api.CreateAsync(With(
            ("title", "T"), ("description", "D\nd"), ("notes", "N"), ("owner", "ana@team.example"), ("pathSuffix", true), ("maxVisits", 5),
            ("metadata", new JsonObject { ["b"] = "2", ["a"] = "ä\"" }), ("utm", new JsonObject { ["source"] = "news letter", ["campaign"] = "frühling" })));

        foreach (var read in new[] { link, (await Api.GetAsync(Id(link))).Json, (await Api.ListAsync()).Json.GetProperty("items")[0] })
        {
            Text(read, "description").ShouldBe("D\nd");
            Text(read, "notes").ShouldBe("N");
            Text(read, "owner").ShouldBe("ana@team.example");
            read.GetProperty("pathSuffix").GetBoolean().ShouldBeTrue();
            read.GetProperty("maxVisits").GetInt32().ShouldBe(5);
            read.GetProperty("importedClicks").GetInt64().ShouldBe(0);
            read.GetProperty("metadata").EnumerateObject().Select(pair => (pair.Name, pair.Value.GetString())).ShouldBe([("a", "ä\""), ("b", "2")]);
            read.GetProperty("utm").EnumerateObject().Where(pair => pair.Value.ValueKind != JsonValueKind.Null).Select(pair => (pair.Name, pair.Value.GetString()))
                .ShouldBe([("source", "news letter"), ("campaign", "frühling")]);
            Text(read, "createdBy").ShouldBe("key:test");
            Urls(read).ShouldBe(["https://a.example/x"]);
        }
    }

    [Theory]
    [InlineData("https://a.example/x", "https://a.example/x?utm_source=s%20s")]
    [InlineData("https://a.example/x?a=1#f", "https://a.example/x?a=1&utm_source=s%20s#f")]
    [InlineData("https://a.example/x?utm_source=old&b=2&utm_medium=kept", "https://a.example/x?b=2&utm_medium=kept&utm_source=s%20s")]
    [InlineData("https://a.example/x?", "https://a.example/x?utm_source=s%20s")]
    [InlineData("https://a.example", "https://a.example?utm_source=s%20s")]
    public async Task Utm_parameters_are_put_into_the_destination_that_is_sent(string url, string sent)
    {
        var body = To(url);
        body["utm"] = new JsonObject { ["source"] = "s s" };
        var answer = await Api.PostAsync(body);

        Urls(answer.ShouldBe(201)).ShouldBe([url]);
        (await RecordAsync(answer)).Routes[0].Destinations[0].Url.ShouldBe(sent);
        var cleared = await Api.PatchAsync(Id(answer.Json), """{"utm":null}""");
        (await RecordAsync(cleared)).Routes[0].Destinations[0].Url.ShouldBe(url);
    }

    [Theory]
    [InlineData("description", "2001", "2000 characters")]
    [InlineData("notes", "10001", "10000 characters")]
    [InlineData("owner", "201", "200 characters")]
    public async Task Texts_have_their_lengths(string field, string length, string expectation) =>
        (await Api.PostAsync(With((field, new string('x', int.Parse(length, CultureInfo.InvariantCulture)))))).ShouldRefuse(field, expectation);

    [Theory]
    [InlineData("maxVisits", "0", "1 to 1000000000")]
    [InlineData("maxVisits", "1.5", "whole number")]
    [InlineData("pathSuffix", "1", "true or false")]
    [InlineData("metadata", "[]", "object")]
    [InlineData("metadata", "{\"\":\"x\"}", "keys of 1 to 64")]
    [InlineData("metadata.a", "{\"a\":null}", "text of at most 500")]
    [InlineData("metadata.a", "{\"a\":5}", "string")]
    [InlineData("utm.source", "{\"source\":\"\\u0000\"}", "200 characters")]
    [InlineData("utm.sauce", "{\"sauce\":\"x\"}", "is source meant?")]
    [InlineData("rules", "[]", "not supported yet")]
    [InlineData("password", "\"x\"", "not supported yet")]
    [InlineData("titel", "\"x\"", "is title meant?")]
    [InlineData("importedClicks", "5", "no field")]
    public async Task A_wrong_field_is_refused_by_name(string field, string value, string expectation) =>
        (await Api.PostAsync($$"""{"destinations":[{"url":"https://a.example/"}],"{{field.Split('.')[0]}}":{{value}}}""")).ShouldRefuse(field, expectation);

    [Fact]
    public async Task Twenty_one_keys_of_metadata_are_one_too_many() =>
        (await Api.PostAsync(With(("metadata", new JsonObject(Enumerable.Range(0, 21).Select(i => KeyValuePair.Create($"k{i}", (JsonNode?)"v"))))))).ShouldRefuse("metadata", "has 21");

    [Fact]
    public async Task A_taken_slug_names_the_link_to_its_own_workspace_alone()
    {
        var slug = Unique();
        var link = await Api.CreateAsync(With(("slug", slug)));

        (await Api.PostAsync(With(("slug", slug)))).ShouldBeProblem(409, "slug_taken").GetProperty("linkId").GetString().ShouldBe(Id(link));
        (await Links.Api(Guid.NewGuid()).PostAsync(With(("slug", slug)))).ShouldBeProblem(409, "slug_taken").TryGetProperty("linkId", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Sixty_four_who_want_one_slug_get_it_once()
    {
        var slug = Unique();

        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Api.PostAsync(With(("slug", slug)))));

        answers.Count(answer => answer.Status == 201).ShouldBe(1);
        answers.Count(answer => answer.Status == 409).ShouldBe(63);
    }

    [Fact]
    public async Task The_same_link_is_found_and_not_made_twice()
    {
        var host = Host();
        JsonObject Asked() => new() { ["destinations"] = new JsonArray(new JsonObject { ["url"] = $"https://{host}/x" }), ["tags"] = new JsonArray("b", "a"), ["findIfExists"] = true };
        var first = (await Api.PostAsync(Asked())).ShouldBe(201);

        var again = await Api.PostAsync(Asked());
        var bulk = await Api.BulkAsync([Asked(), Asked()]);
        var otherTitle = Asked();
        otherTitle["title"] = "another";

        Id(again.ShouldBe(200)).ShouldBe(Id(first));
        again.ETag.ShouldNotBeNull();
        bulk.ShouldBe(200).GetProperty("items").EnumerateArray().Select(item => (item.GetProperty("status").GetInt32(), Id(item.GetProperty("link")))).ShouldBe([(200, Id(first)), (200, Id(first))]);
        (await Api.PostAsync(otherTitle)).ShouldBe(201);
        (await Links.Api(Guid.NewGuid()).PostAsync(Asked())).ShouldBe(201);
        (await Api.PatchAsync(Id(first), """{"findIfExists":true}""")).ShouldRefuse("findIfExists", "no field");
    }

    [Fact]
    public async Task Two_equal_links_of_one_bulk_are_one()
    {
        var host = Host();
        JsonObject Asked(bool manual) => new()
        {
            ["destinations"] = new JsonArray(new JsonObject { ["url"] = $"https://{host}/x" }),
            ["findIfExists"] = true,
            ["health"] = new JsonObject { ["failback"] = manual ? "manual" : "auto" },
        };

        var items = (await Api.BulkAsync([Asked(false), Asked(false), Asked(true), Asked(true)])).ShouldBe(200).GetProperty("items").EnumerateArray().ToList();

        items.Select(item => item.GetProperty("status").GetInt32()).ShouldBe([201, 200, 201, 200]);
        Id(items[1].GetProperty("link")).ShouldBe(Id(items[0].GetProperty("link")));
        Id(items[3].GetProperty("link")).ShouldBe(Id(items[2].GetProperty("link")));
    }

    [Fact]
    public async Task Generated_slugs_grow_where_one_in_fifty_tries_hits_a_taken_one()
    {
        var name = Host();
        var first = Links.Api(Contracts.WellKnown.WorkspaceId);
        (await first.SendAsync(HttpMethod.Post, "/api/v1/domains", new JsonObject { ["name"] = name, ["slugLength"] = 3 })).ShouldBe(201);

        // 28^3 slugs: of 2,000 that are made some 90 hit another.
        var lengths = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            var answer = await first.BulkAsync(Enumerable.Range(0, 1000).Select(_ => With(("domain", name))));
            lengths.AddRange(answer.ShouldBe(200).GetProperty("items").EnumerateArray().Select(item => Text(item.GetProperty("link"), "slug").Length));
        }

        lengths[0].ShouldBe(3);
        lengths.Skip(3000).ShouldAllBe(length => length > 3);
    }

    private async Task<LinkRecord> RecordAsync(Answer answer)
    {
        var parts = answer.Revision!.Split('/');
        (await Links.Feed.WaitForAsync(parts[1], ulong.Parse(parts[2], CultureInfo.InvariantCulture), Cancel)).ShouldBeTrue();
        return LinkRecord.Parser.ParseFrom(Links.Feed.Entries[LinkFeedKeys.Link(Guid.Parse(Id(answer.Json)))].Value);
    }
}

public sealed class DepthOnSqlite(SqliteLinks links) : DepthTests(links);

public sealed class DepthOnPostgres(PostgresLinks links) : DepthTests(links);
