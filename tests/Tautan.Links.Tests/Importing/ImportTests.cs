using System.Text;
using System.Text.Json.Nodes;
using Tautan.Testing.Services;

namespace Tautan.Links.Tests.Importing;

public abstract class ImportTests(LinksFixture links) : ImportTest(links)
{
    [Theory]
    [InlineData("skip", "done: 3 rows, 1 created, 0 replaced, 2 skipped, 0 failed")]
    [InlineData("replace", "done: 3 rows, 1 created, 2 replaced, 0 skipped, 0 failed")]
    [InlineData("rename", "done: 3 rows, 3 created, 0 replaced, 0 skipped, 0 failed")]
    [InlineData("fail", "failed: 0 rows, 0 created, 0 replaced, 0 skipped, 0 failed")]
    public async Task A_taken_slug_is_met_as_asked(string onConflict, string counts)
    {
        var (taken, free) = (Unique(), Unique());
        await Api.CreateAsync(With(("slug", taken), ("title", "first")));

        var import = await ImportAsync("csv", $"url,slug,title\nhttps://b.example/,{free},x\nhttps://b.example/,{taken},second\nhttps://c.example/,{free},y\n", ("onConflict", onConflict));

        Counts(import).ShouldBe(counts);
        Text(await LinkAsync(taken), "title").ShouldBe(onConflict == "replace" ? "second" : "first");
        if (onConflict == "rename")
            Text(await LinkAsync(taken + "-2"), "title").ShouldBe("second");
        if (onConflict == "fail")
            Text(import, "error").ShouldContain($"Line 3: the slug {taken} is taken");
        if (onConflict == "replace")
            Text(await LinkAsync(free), "title").ShouldBe("y");
    }

    [Fact]
    public async Task What_is_another_workspaces_is_not_replaced()
    {
        var slug = Unique();
        await Links.Api(Guid.NewGuid()).CreateAsync(With(("slug", slug)));

        var import = await ImportAsync("csv", $"url,slug\nhttps://b.example/,{slug}\n", ("onConflict", "replace"));

        Counts(import).ShouldBe("done: 1 rows, 0 created, 0 replaced, 0 skipped, 1 failed");
        (await ErrorsAsync(import)).ShouldBe(["2 slug: is another workspace's, and cannot be replaced"]);
    }

    [Fact]
    public async Task A_dry_run_says_what_would_be_and_writes_nothing()
    {
        var slug = Unique();

        var import = await ImportAsync("csv", $"url,slug\nhttps://b.example/,{slug}\nnonsense,x\nhttps://b.example/,{slug}\n", ("dryRun", true));

        Counts(import).ShouldBe("done: 3 rows, 1 created, 0 replaced, 1 skipped, 1 failed");
        (await Api.SlugsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_wrong_row_is_told_with_its_line_and_loses_no_other()
    {
        var slug = Unique();

        var import = await ImportAsync("csv", string.Join('\n', "url,slug,expires,enabled,clicks,created,metadata", $"https://a.example/,{slug},,,,,", "ftp://x/,,,,,,", "https://a.example/,a b,,,,,", "https://a.example/,,soon,,,,", "https://a.example/,,,maybe,,,", "https://a.example/,,,,many,,", "https://a.example/,,,,,1234-01-01,", "https://a.example/,,,,,,[1]", ",,,,,,", "https://go.example/x,,,,,,", ""));

        Counts(import).ShouldBe("done: 10 rows, 1 created, 0 replaced, 0 skipped, 9 failed");
        var errors = await ErrorsAsync(import);
        errors.Select(error => error[..(error.IndexOf(':', StringComparison.Ordinal))]).ShouldBe(
            ["3 destinations[0].url", "4 slug", "5 expiresAt", "6 enabled", "7 clicks", "8 createdAt", "9 metadata", "10 destinations[0].url", "11 destinations[0].url"]);
        (await Api.SlugsAsync()).ShouldBe([slug]);
    }

    [Fact]
    public async Task A_large_file_is_sent_in_pieces_and_goes_on_where_it_was()
    {
        var import = (await Api.SendAsync(HttpMethod.Post, "/api/v1/imports", new JsonObject { ["source"] = "csv" })).ShouldBe(201);
        Text(import, "state").ShouldBe("waiting");
        var bytes = Encoding.UTF8.GetBytes("url,title\n" + string.Concat(Enumerable.Range(0, 2500).Select(i => $"https://a.example/{i},Größe {i}\n")));
        var path = $"/api/v1/imports/{Id(import)}/data?offset=";
        var middle = (bytes.Length / 2) + 1;

        (await Api.SendAsync(HttpMethod.Put, path + "0", Bytes(bytes[..middle]))).ShouldBe(200).GetProperty("bytes").GetInt64().ShouldBe(middle);
        (await Api.SendAsync(HttpMethod.Put, path + "0", Bytes(bytes[..middle]))).ShouldBeProblem(409, "wrong_offset").GetProperty("detail").GetString()!.ShouldContain($"{middle} bytes");
        (await Api.SendAsync(HttpMethod.Put, path + "x", Bytes(bytes))).ShouldRefuse("offset", "how many bytes");
        (await Api.SendAsync(HttpMethod.Put, $"{path}{middle}", Bytes(bytes[middle..]))).ShouldBe(200);
        import = await EndAsync(Api, (await Api.SendAsync(HttpMethod.Post, $"/api/v1/imports/{Id(import)}/start")).ShouldBe(200));

        Counts(import).ShouldBe("done: 2500 rows, 2500 created, 0 replaced, 0 skipped, 0 failed");
        (await Api.SlugsAsync("?search=" + Uri.EscapeDataString("größe 2499"))).ShouldHaveSingleItem();
        (await Api.SendAsync(HttpMethod.Put, $"{path}{bytes.Length}", Bytes([1]))).ShouldBeProblem(409, "import_started");
    }

    [Fact]
    public async Task A_process_that_ends_in_the_middle_is_followed_by_one_that_goes_on()
    {
        await using var installation = new TestInstallation(await Links.NewDatabaseAsync());
        var host = await installation.StartAsync(new LinksService(), Cancel);
        var api = LinksFixture.Api(installation, Workspace);
        var data = "url,slug\n" + string.Concat(Enumerable.Range(0, 12_000).Select(i => $"https://a.example/{i},s{i}\n"));
        var import = (await api.SendAsync(HttpMethod.Post, "/api/v1/imports", new JsonObject { ["source"] = "csv", ["data"] = data, ["onConflict"] = "fail" })).ShouldBe(202);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while ((await api.SendAsync(HttpMethod.Get, $"/api/v1/imports/{Id(import)}")).Json.GetProperty("rows").GetInt64() == 0)
            await Task.Delay(5, patience.Token);
        await host.AbortAsync();

        await installation.StartAsync(new LinksService(), Cancel);
        import = await EndAsync(api, (await api.SendAsync(HttpMethod.Get, $"/api/v1/imports/{Id(import)}")).ShouldBe(200));

        // A row that was taken twice would have failed.
        Counts(import).ShouldBe("done: 12000 rows, 12000 created, 0 replaced, 0 skipped, 0 failed");
        (await api.ListAsync("?limit=1&count=true")).Json.GetProperty("count").ToString().ShouldBe("10000+");
    }

    [Fact]
    public async Task An_import_is_cancelled_listed_and_nobody_elses()
    {
        var import = (await Api.SendAsync(HttpMethod.Post, "/api/v1/imports", new JsonObject { ["source"] = "csv" })).ShouldBe(201);
        var other = Links.Api(Guid.NewGuid());

        foreach (var (method, path) in new[] { (HttpMethod.Get, ""), (HttpMethod.Get, "/errors"), (HttpMethod.Post, "/start"), (HttpMethod.Delete, ""), (HttpMethod.Put, "/data?offset=0") })
            (await other.SendAsync(method, $"/api/v1/imports/{Id(import)}{path}")).ShouldBeProblem(404, "import_not_found");
        (await Api.SendAsync(HttpMethod.Delete, $"/api/v1/imports/{Id(import)}")).ShouldBe(200).GetProperty("state").GetString().ShouldBe("cancelled");
        (await Api.SendAsync(HttpMethod.Post, $"/api/v1/imports/{Id(import)}/start")).ShouldBe(200).GetProperty("state").GetString().ShouldBe("cancelled");
        Id((await Api.SendAsync(HttpMethod.Get, "/api/v1/imports")).ShouldBe(200).GetProperty("items")[0]).ShouldBe(Id(import));
        (await other.SendAsync(HttpMethod.Get, "/api/v1/imports")).ShouldBe(200).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("""{}""", "source", "csv, shlink-csv")]
    [InlineData("""{"source":"excel"}""", "source", "csv, shlink-csv")]
    [InlineData("""{"source":"csv","onConflict":"ask"}""", "onConflict", "skip, replace, rename or fail")]
    [InlineData("""{"source":"csv","map":{"where":"x"}}""", "map.where", "no field of a link")]
    [InlineData("""{"source":"csv","map":{"url":""}}""", "map.url", "name of a column")]
    [InlineData("""{"source":"csv","domain":"nowhere.example"}""", "domain", "registered domain")]
    [InlineData("""{"source":"csv","url":"https://x.example"}""", "url", "with a service only")]
    [InlineData("""{"source":"shlink","apiKey":"k"}""", "url", "absolute http or https URL")]
    [InlineData("""{"source":"shlink","url":"https://x.example"}""", "apiKey", "API key")]
    [InlineData("""{"source":"kutt","url":"https://x.example","apiKey":"a\r\nb"}""", "apiKey", "API key")]
    public async Task A_wrong_demand_is_refused_by_name(string body, string field, string expectation) =>
        (await Api.SendAsync(HttpMethod.Post, "/api/v1/imports", JsonNode.Parse(body)!)).ShouldRefuse(field, expectation);

    [Theory]
    [InlineData("csv", "url\n\"https://a.example/")]
    [InlineData("csv", "\0\0\0")]
    [InlineData("csv", "url\nhttps://a.example/\0\n")]
    [InlineData("tautan", "{\"destinations\":[{\"url\":\"https://a.example/\"}]}\nnot json\n[]\nnull\n{\"bogus\":1}\n{\"destinations\":5}")]
    [InlineData("yourls-sql", "INSERT INTO yourls_url VALUES ('\\")]
    [InlineData("yourls-sql", "INSERT INTO yourls_url VALUES (((((((((")]
    public async Task Whatever_is_in_a_file_the_import_ends_and_says_so(string source, string data)
    {
        var import = await ImportAsync(source, data);

        Text(import, "state").ShouldBeOneOf("done", "failed");
        (await ErrorsAsync(import)).ShouldAllBe(error => !error.Contains("System.", StringComparison.Ordinal));
    }
}

public sealed class ImportOnSqlite(SqliteLinks links) : ImportTests(links);

public sealed class ImportOnPostgres(PostgresLinks links) : ImportTests(links);
