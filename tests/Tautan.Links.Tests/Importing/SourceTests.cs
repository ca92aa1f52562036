using System.Text.Json;
using System.Text.Json.Nodes;
using Tautan.Testing.Misbehaving;

namespace Tautan.Links.Tests.Importing;

/// <summary>What each source says of a link is what the link says after it. The services are played by their published API documents.</summary>
public abstract class SourceTests(LinksFixture links) : ImportTest(links)
{
    [Fact]
    public async Task Any_CSV_is_read_by_the_names_of_its_columns()
    {
        var (one, two) = (Unique(), Unique());

        var import = await ImportAsync("csv", $"\uFEFFLong URL;Alias;Title;Tags;Created At;Expiry Date;Clicks\r\n\"https://a.example/x;y\";{one};\"A \"\"quoted\"\"\nTitle\";b, a;2020-01-02 03:04:05;2030-01-01;17\r\nhttps://b.example/;{two};;;;;\r\n");

        Counts(import).ShouldBe("done: 2 rows, 2 created, 0 replaced, 0 skipped, 0 failed");
        var link = await LinkAsync(one);
        Urls(link).ShouldBe(["https://a.example/x;y"]);
        Text(link, "title").ShouldBe("A \"quoted\"Title");
        Strings(link, "tags").ShouldBe(["a", "b"]);
        link.GetProperty("createdAt").GetDateTimeOffset().ShouldBe(new DateTimeOffset(2020, 1, 2, 3, 4, 5, TimeSpan.Zero));
        link.GetProperty("expiresAt").GetDateTimeOffset().ShouldBe(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        link.GetProperty("importedClicks").GetInt64().ShouldBe(17);
        Text(link, "createdBy").ShouldBe("key:test");
        Urls(await LinkAsync(two)).ShouldBe(["https://b.example/"]);
        (await Api.SlugsAsync("?sort=createdAt")).ShouldBe([one, two]);
    }

    [Fact]
    public async Task A_map_says_what_the_names_do_not()
    {
        var slug = Unique();

        Counts(await ImportAsync("csv", $"wohin,kurz,title\nhttps://a.example/,{slug},x\n", ("map", new JsonObject { ["url"] = "Wohin", ["slug"] = "kurz" }))).ShouldStartWith("done: 1 rows, 1 created");
        Text(await LinkAsync(slug), "title").ShouldBe("x");
        Text(await ImportAsync("csv", "wohin\nhttps://a.example/\n"), "error").ShouldContain("Say which it is with a map of url");
        Text(await ImportAsync("csv", "url\nhttps://a.example/\n", ("map", new JsonObject { ["slug"] = "kurz" })), "error").ShouldContain("There is no column kurz");
        Text(await ImportAsync("csv", ""), "error").ShouldContain("empty");
    }

    [Fact]
    public async Task Shlinks_CSV_is_read()
    {
        var slug = Unique();

        var import = await ImportAsync("shlink-csv", $"createdAt,domain,shortCode,shortUrl,longUrl,title,tags,visits\n2021-05-06T07:08:09+02:00,,{slug},https://s.test/{slug},https://a.example/x,A title,one|two,42\n");

        Counts(import).ShouldStartWith("done: 1 rows, 1 created");
        var link = await LinkAsync(slug);
        Strings(link, "tags").ShouldBe(["one", "two"]);
        link.GetProperty("importedClicks").GetInt64().ShouldBe(42);
        link.GetProperty("createdAt").GetDateTimeOffset().ShouldBe(new DateTimeOffset(2021, 5, 6, 7, 8, 9, TimeSpan.FromHours(2)));
    }

    [Fact]
    public async Task Bitlys_CSV_is_read()
    {
        var slug = Unique();

        var import = await ImportAsync("bitly", $"Bitlink,Long URL,Title,Created,Tags,Engagements\nbit.ly/{slug},https://a.example/x?y=1,https://a.example/x?y=1,2022-03-04,\"[\"\"promo\"\", \"\"q1\"\"]\",7\n");

        Counts(import).ShouldStartWith("done: 1 rows, 1 created");
        var link = await LinkAsync(slug);
        link.GetProperty("title").ValueKind.ShouldBe(JsonValueKind.Null);
        Strings(link, "tags").ShouldBe(["promo", "q1"]);
        link.GetProperty("importedClicks").GetInt64().ShouldBe(7);
    }

    [Fact]
    public async Task A_dump_of_YOURLS_is_read_past_all_that_is_no_link()
    {
        var (one, two, three) = (Unique(), Unique(), Unique());
        var dump = $"""
            -- MySQL dump 10.13 ; INSERT INTO `yourls_url` VALUES ('no','https://no.example/','','2020-01-01 00:00:00','',1);
            /*!40101 SET NAMES utf8 */;
            CREATE TABLE `yourls_url` (`keyword` varchar(200) NOT NULL, `url` text, PRIMARY KEY (`keyword`));
            INSERT INTO `yourls_options` VALUES (1,'version','1.9'),(2,'x','(''y'')');
            INSERT INTO `yourls_url` VALUES ('{one}','https://a.example/?a=1&b=(2)','It\'s; \"quoted\"','2020-02-03 04:05:06','127.0.0.1',5),('{two}','https://b.example/',NULL,'2021-01-01 00:00:00','',0);
            INSERT INTO mydb.`yourls_url` (`url`, `clicks`, `keyword`, `timestamp`) VALUES
            ('https://c.example/', 9, '{three}', '2022-01-01 00:00:00');
            """;

        var import = await ImportAsync("yourls-sql", dump);

        Counts(import).ShouldBe("done: 3 rows, 3 created, 0 replaced, 0 skipped, 0 failed");
        var link = await LinkAsync(one);
        Urls(link).ShouldBe(["https://a.example/?a=1&b=(2)"]);
        Text(link, "title").ShouldBe("It's; \"quoted\"");
        link.GetProperty("importedClicks").GetInt64().ShouldBe(5);
        link.GetProperty("createdAt").GetDateTimeOffset().ShouldBe(new DateTimeOffset(2020, 2, 3, 4, 5, 6, TimeSpan.Zero));
        (await LinkAsync(three)).GetProperty("importedClicks").GetInt64().ShouldBe(9);
        Text(await ImportAsync("yourls-sql", "SELECT 1;"), "error").ShouldContain("no INSERT INTO");
    }

    [Theory]
    [InlineData("INSERT INTO yourls_url VALUES ('{0}','https://a.example/','t','2020-01-01 00:00:00','',1),('cut','https://b.exam")]
    [InlineData("INSERT INTO yourls_url VALUES ('{0}','https://a.example/','t','2020-01-01 00:00:00','',1),('cut','https://b.example/'")]
    public async Task A_dump_that_is_cut_off_keeps_what_was_whole(string dump)
    {
        var slug = Unique();

        var import = await ImportAsync("yourls-sql", dump.Replace("{0}", slug, StringComparison.Ordinal));

        Counts(import).ShouldBe("done: 2 rows, 1 created, 0 replaced, 0 skipped, 1 failed");
        (await ErrorsAsync(import)).ShouldBe(["2 : is cut off"]);
        await LinkAsync(slug);
    }

    [Fact]
    public async Task Shlinks_API_is_asked_page_by_page_with_its_key()
    {
        await using var site = TestSite.Start();
        var slugs = Enumerable.Range(0, 502).Select(i => Unique($"{i:D3}")).ToList();
        site.Default = Answers(
            ("/rest/v3/short-urls?page=1&itemsPerPage=500&orderBy=dateCreated-ASC", Page(1)),
            ("/rest/v3/short-urls?page=2&itemsPerPage=500&orderBy=dateCreated-ASC", Page(2)));

        var import = await EndAsync(Api, (await Api.SendAsync(HttpMethod.Post, "/api/v1/imports", new JsonObject { ["source"] = "shlink", ["url"] = site.Origin + "/", ["apiKey"] = "the-key" })).ShouldBe(202));

        Counts(import).ShouldBe("done: 502 rows, 502 created, 0 replaced, 0 skipped, 0 failed");
        import.GetProperty("total").GetInt64().ShouldBe(502);
        site.Requests.ShouldAllBe(request => request.Headers["X-Api-Key"] == "the-key");
        import.ToString().ShouldNotContain("the-key");
        var link = await LinkAsync(slugs[0]);
        Strings(link, "tags").ShouldBe(["t"]);
        link.GetProperty("maxVisits").GetInt32().ShouldBe(100);
        link.GetProperty("importedClicks").GetInt64().ShouldBe(11);
        link.GetProperty("forwardQuery").GetBoolean().ShouldBeTrue();
        link.GetProperty("startsAt").GetDateTimeOffset().Year.ShouldBe(2024);

        string Page(int page) => new JsonObject
        {
            ["shortUrls"] = new JsonObject
            {
                ["data"] = new JsonArray([.. slugs.Skip((page - 1) * 500).Take(500).Select(slug => new JsonObject
                {
                    ["shortCode"] = slug,
                    ["shortUrl"] = $"https://s.test/{slug}",
                    ["longUrl"] = "https://a.example/x",
                    ["dateCreated"] = "2023-01-01T00:00:00+00:00",
                    ["visitsSummary"] = new JsonObject { ["total"] = 11, ["nonBots"] = 10, ["bots"] = 1 },
                    ["tags"] = new JsonArray("t"),
                    ["meta"] = new JsonObject { ["validSince"] = "2024-01-01T00:00:00+00:00", ["validUntil"] = null, ["maxVisits"] = 100 },
                    ["domain"] = null,
                    ["title"] = "A",
                    ["forwardQuery"] = true,
                })]),
                ["pagination"] = new JsonObject { ["currentPage"] = page, ["pagesCount"] = 2, ["itemsPerPage"] = 500, ["totalItems"] = 502 },
            },
        }.ToJsonString();
    }

    [Fact]
    public async Task Kutts_API_is_asked_until_there_is_no_more()
    {
        await using var site = TestSite.Start();
        var slug = Unique();
        site.Default = Answers(("/api/v2/links?limit=50&skip=0", $$"""{"limit":50,"skip":0,"total":1,"data":[{"id":"u","address":"{{slug}}","banned":false,"created_at":"2021-01-01T00:00:00.000Z","link":"https://kutt.test/{{slug}}","password":false,"target":"https://a.example/k","description":"D","visit_count":3,"domain":"kutt.test","expire_in":null}]}"""));

        var import = await EndAsync(Api, (await Api.SendAsync(HttpMethod.Post, "/api/v1/imports", new JsonObject { ["source"] = "kutt", ["url"] = site.Origin, ["apiKey"] = "k" })).ShouldBe(202));

        Counts(import).ShouldBe("done: 1 rows, 1 created, 0 replaced, 0 skipped, 0 failed");
        Text(await LinkAsync(slug), "description").ShouldBe("D");
        (await LinkAsync(slug)).GetProperty("importedClicks").GetInt64().ShouldBe(3);
    }

    [Fact]
    public async Task YOURLS_API_is_asked_with_its_signature()
    {
        await using var site = TestSite.Start();
        var slug = Unique();
        site.Default = Answers(("/yourls-api.php?signature=abc&action=stats&format=json&filter=last&limit=500&start=0", $$"""{"links":{"link_1":{"shorturl":"http://y.test/{{slug}}","url":"https://a.example/y","title":"T","timestamp":"2019-01-02 03:04:05","ip":"1.2.3.4","clicks":"8"} },"stats":{"total_links":"1","total_clicks":"8"},"statusCode":200}"""));

        var import = await EndAsync(Api, (await Api.SendAsync(HttpMethod.Post, "/api/v1/imports", new JsonObject { ["source"] = "yourls", ["url"] = site.Origin, ["apiKey"] = "abc" })).ShouldBe(202));

        Counts(import).ShouldBe("done: 1 rows, 1 created, 0 replaced, 0 skipped, 0 failed");
        (await LinkAsync(slug)).GetProperty("importedClicks").GetInt64().ShouldBe(8);
    }

    [Theory]
    [InlineData(401, "no", "is the API key right?")]
    [InlineData(200, "<html>", "does not answer JSON")]
    public async Task A_service_that_does_not_answer_as_it_should_ends_the_import_with_a_word(int status, string body, string expectation)
    {
        await using var site = TestSite.Start();
        site.Default = Behaviours.Answer(status, body);

        var import = await EndAsync(Api, (await Api.SendAsync(HttpMethod.Post, "/api/v1/imports", new JsonObject { ["source"] = "shlink", ["url"] = site.Origin, ["apiKey"] = "secret-key" })).ShouldBe(202));

        Text(import, "state").ShouldBe("failed");
        Text(import, "error").ShouldContain(expectation);
        Text(import, "error").ShouldNotContain("secret-key");
    }
}

public sealed class SourceOnSqlite(SqliteLinks links) : SourceTests(links);

public sealed class SourceOnPostgres(PostgresLinks links) : SourceTests(links);
