using System.Text.Json;
using System.Text.Json.Nodes;
using Tautan.Contracts;
using Tautan.Contracts.Links;
using Tautan.Testing.Misbehaving;

namespace Tautan.Links.Tests.Domains;

public abstract class DomainTests(LinksFixture links) : LinksTest(links)
{
    [Fact]
    public async Task Many_who_create_at_once_where_slugs_are_short_get_one_each()
    {
        var name = await AddAsync(new JsonObject { ["slugLength"] = 3 });
        var slugs = new List<string>();
        for (var round = 0; round < 12; round++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => i % 16 == 0
                ? First.BulkAsync(Enumerable.Range(0, 8).Select(_ => (JsonNode?)With(("domain", name))))
                : First.PostAsync(With(("domain", name)))));
            foreach (var answer in answers)
                slugs.AddRange(answer.Status == 201 ? [Text(answer.Json, "slug")] : answer.ShouldBe(200).GetProperty("items").EnumerateArray().Select(item => Text(item.GetProperty("link"), "slug")));
        }

        // By chance some twenty of these were tried for another link before.
        slugs.Distinct().Count().ShouldBe(12 * (60 + 32));
        (await First.SlugsAsync($"?domain={name}&limit=1000")).Count.ShouldBe(slugs.Count);
    }

    [Fact]
    public async Task Pages_of_domains_go_on_behind_the_default_one()
    {
        var workspace = Guid.NewGuid();
        var api = Links.Api(workspace);
        (await api.SendAsync(HttpMethod.Post, "/api/v1/domains", new JsonObject { ["name"] = Host() })).ShouldBe(201);

        var first = (await api.SendAsync(HttpMethod.Get, "/api/v1/domains?limit=1")).ShouldBe(200);
        var second = (await api.SendAsync(HttpMethod.Get, $"/api/v1/domains?limit=1&cursor={Text(first, "nextCursor")}")).ShouldBe(200);

        first.GetProperty("items")[0].GetProperty("isDefault").GetBoolean().ShouldBeTrue();
        second.GetProperty("items")[0].GetProperty("isDefault").GetBoolean().ShouldBeFalse();
        second.GetProperty("nextCursor").GetString().ShouldBeNull();
    }

    [Fact]
    public async Task Links_made_in_a_domain_while_it_is_deleted_are_refused_or_made_and_never_fail()
    {
        for (var round = 0; round < 5; round++)
        {
            var name = await AddAsync();
            var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => i switch
            {
                12 => First.SendAsync(HttpMethod.Delete, $"/api/v1/domains/{name}?links=delete"),
                _ when i % 2 == 0 => First.BulkAsync([With(("domain", name)), With()]),
                _ => First.PostAsync(With(("domain", name))),
            }));
            answers.ShouldAllBe(answer => answer.Status == 200 || answer.Status == 201 || answer.Status == 204 || answer.Status == 422);
        }
    }

    [Fact]
    public async Task A_reserved_slug_is_not_moved_to_the_default_domain()
    {
        var name = await AddAsync();
        var slug = $"docs/{Unique()}";
        var link = await First.CreateAsync(With(("domain", name), ("slug", slug)));

        (await First.SendAsync(HttpMethod.Delete, $"/api/v1/domains/{name}?links=move:go.example")).ShouldBeProblem(409, "slug_reserved");
        Text((await First.GetAsync(Id(link))).ShouldBe(200), "domain").ShouldBe(name);
    }

    private LinksApi First => Links.Api(WellKnown.WorkspaceId);

    [Fact]
    public async Task A_domain_of_the_first_workspace_is_served_at_once_and_its_links_carry_its_name()
    {
        var name = Host();

        var answer = await First.SendAsync(HttpMethod.Post, "/api/v1/domains", new JsonObject { ["name"] = name.ToUpperInvariant() });

        var domain = answer.ShouldBe(201);
        answer.Location.ShouldBe($"/api/v1/domains/{name}");
        domain.ToString().ShouldContain($$""""name":"{{name}}","displayName":"{{name}}","isDefault":false,"verified":true,"verification":null,"redirectStatus":302,"forwardQuery":false,"pathSuffix":false,"caseSensitive":true,"slugLength":7,"disallowRobots":false,"baseRedirectUrl":null,"unknownRedirectUrl":null,"expiredRedirectUrl":null,"links":0"""");
        await WaitForAsync(answer);
        Record(name).ShouldNotBeNull();
        var link = await First.CreateAsync(With(("domain", name), ("slug", "a/ä")));
        Text(link, "domain").ShouldBe(name);
        Text(link, "shortUrl").ShouldBe($"https://{name}/a/%C3%A4");
        (await First.SendAsync(HttpMethod.Get, $"/api/v1/domains/{name}")).ShouldBe(200).GetProperty("links").GetInt32().ShouldBe(1);
        (await First.SlugsAsync($"?domain={name}")).ShouldBe(["a/ä"]);
    }

    [Fact]
    public async Task The_default_domain_is_there_and_cannot_go()
    {
        var domain = (await Api.SendAsync(HttpMethod.Get, "/api/v1/domains")).ShouldBe(200).GetProperty("items").EnumerateArray().ShouldHaveSingleItem();

        Text(domain, "name").ShouldBe("go.example");
        domain.GetProperty("isDefault").GetBoolean().ShouldBeTrue();
        (await First.SendAsync(HttpMethod.Delete, "/api/v1/domains/go.example")).ShouldBeProblem(409, "default_domain");
        (await Api.SendAsync(HttpMethod.Patch, "/api/v1/domains/go.example", new JsonObject { ["redirectStatus"] = 301 })).ShouldBeProblem(403, "default_domain");
        (await First.SendAsync(HttpMethod.Post, "/api/v1/domains", new JsonObject { ["name"] = "GO.example" })).ShouldRefuse("name", "default domain");
    }

    [Fact]
    public async Task New_links_take_what_their_domain_says_and_keep_it_when_it_changes()
    {
        var name = await AddAsync(new JsonObject { ["redirectStatus"] = 308, ["forwardQuery"] = true, ["slugLength"] = 12 });

        var link = await First.CreateAsync(With(("domain", name)));

        link.GetProperty("redirectStatus").GetInt32().ShouldBe(308);
        link.GetProperty("forwardQuery").GetBoolean().ShouldBeTrue();
        link.GetProperty("pathSuffix").ValueKind.ShouldBe(JsonValueKind.Null);
        Text(link, "slug").Length.ShouldBe(12);
        (await First.SendAsync(HttpMethod.Patch, $"/api/v1/domains/{name}", new JsonObject { ["redirectStatus"] = null })).ShouldBe(200).GetProperty("redirectStatus").GetInt32().ShouldBe(302);
        (await First.GetAsync(Id(link))).Json.GetProperty("redirectStatus").GetInt32().ShouldBe(308);
    }

    [Fact]
    public async Task Where_case_does_not_matter_slugs_that_differ_in_it_are_one()
    {
        var name = await AddAsync(new JsonObject { ["caseSensitive"] = false });
        var link = await First.CreateAsync(With(("domain", name), ("slug", "Straße")));

        Text(link, "slug").ShouldBe("Straße");
        (await First.PostAsync(With(("domain", name), ("slug", "STRAßE")))).ShouldBeProblem(409, "slug_taken").GetProperty("linkId").GetString().ShouldBe(Id(link));
        (await First.SlugsAsync($"?domain={name}&slug=straße")).ShouldBe(["Straße"]);
        (await First.SendAsync(HttpMethod.Patch, $"/api/v1/domains/{name}", new JsonObject { ["caseSensitive"] = true })).ShouldRefuse("caseSensitive", "fixed");
    }

    [Fact]
    public async Task International_names_are_known_in_both_forms()
    {
        var name = $"bücher-{Guid.NewGuid():N}.example";

        var domain = (await First.SendAsync(HttpMethod.Post, "/api/v1/domains", new JsonObject { ["name"] = name })).ShouldBe(201);

        Text(domain, "name").ShouldStartWith("xn--");
        Text(domain, "displayName").ShouldBe(name);
        (await First.SendAsync(HttpMethod.Get, $"/api/v1/domains/{Uri.EscapeDataString(name)}")).ShouldBe(200);
        Text(await First.CreateAsync(With(("domain", name))), "domain").ShouldBe(Text(domain, "name"));
    }

    [Theory]
    [InlineData("name", "\"\"", "name of a host")]
    [InlineData("name", "\"a b.example\"", "name of a host")]
    [InlineData("name", "\"https://a.example\"", "name of a host")]
    [InlineData("name", "\"a.example/x\"", "name of a host")]
    [InlineData("name", "\"u@a.example\"", "name of a host")]
    [InlineData("name", "\"a..example\"", "name of a host")]
    [InlineData("name", "5", "string")]
    [InlineData("redirectStatus", "303", "301, 302, 307 or 308")]
    [InlineData("slugLength", "2", "3 to 64")]
    [InlineData("slugLength", "65", "3 to 64")]
    [InlineData("baseRedirectUrl", "\"javascript:1\"", "http:// or https://")]
    [InlineData("unknownRedirectUrl", "\"/x\"", "http:// or https://")]
    [InlineData("expiredRedirectUrl", "7", "string")]
    [InlineData("pathSufix", "true", "is pathSuffix meant?")]
    public async Task A_wrong_field_is_refused_by_name(string field, string value, string expectation)
    {
        var body = new JsonObject { ["name"] = Host() };
        body[field] = JsonNode.Parse(value);
        (await First.SendAsync(HttpMethod.Post, "/api/v1/domains", body)).ShouldRefuse(field, expectation);
    }

    [Fact]
    public async Task A_domain_is_registered_once()
    {
        var name = await AddAsync();

        (await First.SendAsync(HttpMethod.Post, "/api/v1/domains", new JsonObject { ["name"] = name })).ShouldBeProblem(409, "domain_taken");
        (await Api.SendAsync(HttpMethod.Post, "/api/v1/domains", new JsonObject { ["name"] = name })).ShouldBeProblem(409, "domain_taken");
        (await Api.SendAsync(HttpMethod.Get, $"/api/v1/domains/{name}")).ShouldBeProblem(404, "domain_not_found");
        (await Api.PostAsync(With(("domain", name)))).ShouldRefuse("domain", "registered domain");
    }

    [Fact]
    public async Task No_destination_leads_back_to_a_registered_domain()
    {
        var name = await AddAsync();

        (await Api.PostAsync(To($"https://{name}/x"))).ShouldRefuse("destinations[0].url", $"lead back to {name}");
        (await Api.PostAsync(With(("fallbackUrl", $"http://{name}./x")))).ShouldRefuse("fallbackUrl", "lead back");
        (await Api.PostAsync(To($"https://{name}:8443/x"))).ShouldBe(201);
    }

    [Fact]
    public async Task A_domain_of_another_workspace_is_served_when_a_TXT_record_shows_whose_it_is()
    {
        var name = Host();
        var made = (await Api.SendAsync(HttpMethod.Post, "/api/v1/domains", new JsonObject { ["name"] = name })).ShouldBe(201);
        made.GetProperty("verified").GetBoolean().ShouldBeFalse();
        var asked = made.GetProperty("verification");
        await Api.CreateAsync(With(("domain", name)));
        Record(name).ShouldBeNull();

        var refused = (await Api.SendAsync(HttpMethod.Post, $"/api/v1/domains/{name}/verify")).ShouldBeProblem(409, "domain_not_verified");
        Text(refused, "detail").ShouldContain($"there is no TXT record _tautan-verification.{name}");
        Links.TextRecords.Records[Text(asked, "txtName")] = Text(asked, "txtValue");
        var answer = await Api.SendAsync(HttpMethod.Post, $"/api/v1/domains/{name}/verify");

        answer.ShouldBe(200).GetProperty("verified").GetBoolean().ShouldBeTrue();
        await WaitForAsync(answer);
        Record(name).ShouldNotBeNull();
        (await Links.Api(Guid.NewGuid()).SendAsync(HttpMethod.Post, "/api/v1/domains", new JsonObject { ["name"] = name })).ShouldBeProblem(409, "domain_taken");
    }

    [Fact]
    public async Task A_file_shows_whose_a_domain_is_and_only_the_first_who_shows_it_has_it()
    {
        await using var site = TestSite.Start();
        var name = $"127.0.0.1:{site.Port}";
        var other = Links.Api(Guid.NewGuid());
        var made = (await Api.SendAsync(HttpMethod.Post, "/api/v1/domains", new JsonObject { ["name"] = name })).ShouldBe(201);
        (await other.SendAsync(HttpMethod.Post, "/api/v1/domains", new JsonObject { ["name"] = name })).ShouldBe(201);
        Text(made.GetProperty("verification"), "fileUrl").ShouldBe($"http://{name}/.well-known/tautan-verification.txt");
        (await Api.SendAsync(HttpMethod.Post, $"/api/v1/domains/{Uri.EscapeDataString(name)}/verify")).ShouldBeProblem(409, "domain_not_verified");

        site.Default = Behaviours.Answer(200, Text(made.GetProperty("verification"), "fileContent") + "\n");

        (await other.SendAsync(HttpMethod.Post, $"/api/v1/domains/{Uri.EscapeDataString(name)}/verify")).ShouldBeProblem(409, "domain_not_verified");
        (await Api.SendAsync(HttpMethod.Post, $"/api/v1/domains/{Uri.EscapeDataString(name)}/verify")).ShouldBe(200);
    }

    [Fact]
    public async Task A_domain_with_links_is_not_deleted_without_a_word_on_them()
    {
        var name = await AddAsync();
        var link = await First.CreateAsync(With(("domain", name)));

        (await First.SendAsync(HttpMethod.Delete, $"/api/v1/domains/{name}")).ShouldBeProblem(409, "domain_has_links");
        (await First.SendAsync(HttpMethod.Delete, $"/api/v1/domains/{name}?links=burn")).ShouldRefuse("links", "move:DOMAIN or delete");
        (await First.SendAsync(HttpMethod.Delete, $"/api/v1/domains/{name}?links=move:nowhere.example")).ShouldRefuse("links", "another registered domain");
        var answer = await First.SendAsync(HttpMethod.Delete, $"/api/v1/domains/{name}?links=delete");

        answer.ShouldBe(204);
        await WaitForAsync(answer);
        Record(name).ShouldBeNull();
        (await First.GetAsync(Id(link))).ShouldBeProblem(404, "link_not_found");
        (await First.SendAsync(HttpMethod.Get, $"/api/v1/domains/{name}")).ShouldBeProblem(404, "domain_not_found");
        (await First.SendAsync(HttpMethod.Post, "/api/v1/domains", new JsonObject { ["name"] = name })).ShouldBe(201);
    }

    [Fact]
    public async Task The_links_of_a_deleted_domain_move_where_they_are_told()
    {
        var (from, to) = (await AddAsync(), await AddAsync(new JsonObject { ["caseSensitive"] = false }));
        var link = await First.CreateAsync(With(("domain", from), ("slug", "Sale")));

        (await First.SendAsync(HttpMethod.Delete, $"/api/v1/domains/{from}?links=move:{to}")).ShouldBe(204);

        var moved = (await First.GetAsync(Id(link))).ShouldBe(200);
        Text(moved, "shortUrl").ShouldBe($"https://{to}/Sale");
        (await First.PostAsync(With(("domain", to), ("slug", "sale")))).ShouldBeProblem(409, "slug_taken");
    }

    [Fact]
    public async Task A_link_moves_to_another_domain_where_its_slug_is_free()
    {
        var (one, other) = (await AddAsync(), await AddAsync());
        var link = await First.CreateAsync(With(("domain", one), ("slug", "x")));
        var second = await First.CreateAsync(With(("domain", other), ("slug", "x")));

        (await First.PatchAsync(Id(link), $$"""{"domain":"{{other}}"}""")).ShouldBeProblem(409, "slug_taken").GetProperty("linkId").GetString().ShouldBe(Id(second));
        (await First.PatchAsync(Id(link), $$"""{"domain":"{{other}}","slug":"y"}""")).ShouldBe(200).GetProperty("shortUrl").GetString().ShouldBe($"https://{other}/y");
        (await First.PatchAsync(Id(link), """{"title":"stays"}""")).ShouldBe(200).GetProperty("domain").GetString().ShouldBe(other);
        (await First.PatchAsync(Id(link), """{"domain":null}""")).ShouldBe(200).GetProperty("domain").GetString().ShouldBe("go.example");
    }

    [Fact]
    public async Task A_change_is_made_only_to_the_domain_that_was_read()
    {
        var name = await AddAsync();
        var tag = (await First.SendAsync(HttpMethod.Get, $"/api/v1/domains/{name}")).ETag;
        (await First.SendAsync(HttpMethod.Patch, $"/api/v1/domains/{name}", LinksApi.Json("""{"pathSuffix":true}"""), ifMatch: tag)).ShouldBe(200);

        (await First.SendAsync(HttpMethod.Patch, $"/api/v1/domains/{name}", LinksApi.Json("""{"pathSuffix":false}"""), ifMatch: tag)).ShouldBeProblem(412, "stale");
    }

    [Fact]
    public async Task Pages_of_domains_and_of_slugs_over_domains_are_in_order()
    {
        var workspace = Guid.NewGuid();
        var api = Links.Api(workspace);
        var names = Enumerable.Range(0, 5).Select(_ => Host()).Order(StringComparer.Ordinal).ToList();
        foreach (var name in names.AsEnumerable().Reverse())
            (await api.SendAsync(HttpMethod.Post, "/api/v1/domains", new JsonObject { ["name"] = name })).ShouldBe(201);
        var slugs = Enumerable.Range(0, 12).Select(i => Unique($"{i:D2}")).ToList();
        for (var i = 0; i < slugs.Count; i++)
            await api.CreateAsync(With(("slug", slugs[i]), ("domain", i % 6 == 5 ? null : names[i % 6])));

        var read = new List<string>();
        for (string? cursor = null; ;)
        {
            var page = (await api.SendAsync(HttpMethod.Get, "/api/v1/domains?limit=2" + (cursor is null ? "" : $"&cursor={cursor}"))).ShouldBe(200);
            read.AddRange(page.GetProperty("items").EnumerateArray().Select(item => Text(item, "name")));
            cursor = page.GetProperty("nextCursor").GetString();
            if (cursor is null)
                break;
        }

        read.ShouldBe(["go.example", .. names]);
        (await api.SlugsAsync("?sort=slug&limit=5")).ShouldBe(slugs);
        (await api.SlugsAsync("?sort=-slug&limit=1000")).ShouldBe(slugs.AsEnumerable().Reverse());
    }

    private async Task<string> AddAsync(JsonObject? settings = null)
    {
        var body = settings ?? [];
        body["name"] = Host();
        return Text((await First.SendAsync(HttpMethod.Post, "/api/v1/domains", body)).ShouldBe(201), "name");
    }

    private DomainRecord? Record(string name) => Links.Feed.Entries
        .Where(entry => entry.Key.Kind == LinkFeedKeys.DomainKind)
        .Select(entry => DomainRecord.Parser.ParseFrom(entry.Value.Value))
        .FirstOrDefault(record => record.Name == name);

    private async Task WaitForAsync(Answer answer)
    {
        var parts = answer.Revision!.Split('/');
        (await Links.Feed.WaitForAsync(parts[1], ulong.Parse(parts[2], System.Globalization.CultureInfo.InvariantCulture), Cancel)).ShouldBeTrue();
    }
}

public sealed class DomainOnSqlite(SqliteLinks links) : DomainTests(links);

public sealed class DomainOnPostgres(PostgresLinks links) : DomainTests(links);
