using System.Text.Json;
using System.Text.Json.Nodes;
using Tautan.Links.Writing;

namespace Tautan.Links.Tests.Creating;

public abstract class CreateTests(LinksFixture links) : LinksTest(links)
{
    private static readonly string[] Fields =
    [
        "id", "domain", "slug", "shortUrl", "destinations", "verdict", "failedOver", "serving", "title", "description", "notes", "tags", "owner", "metadata", "utm",
        "redirectStatus", "forwardQuery", "pathSuffix", "startsAt", "expiresAt", "enabled", "archived", "fallbackUrl", "maxVisits", "importedClicks", "health", "page", "createdBy", "revision", "createdAt", "updatedAt",
    ];

    private static readonly string[] HealthFields =
    [
        "enabled", "intervalSeconds", "timeoutSeconds", "failuresToConfirm", "retrySeconds", "successesToRecover", "failback", "failbackHoldSeconds",
        "expectedStatus", "mustContain", "mustNotContain", "requestHeaders", "ignoreTlsErrors", "failOn",
    ];

    [Fact]
    public async Task Only_destinations_are_required_and_the_rest_has_the_documented_defaults()
    {
        var answer = await Api.PostAsync("""{"destinations":[{"url":"https://a.example/x"}]}""");

        var link = answer.ShouldBe(201);
        link.EnumerateObject().Select(field => field.Name).ShouldBe(Fields);
        Guid.Parse(Id(link)).Version.ShouldBe(7);
        Text(link, "domain").ShouldBe("go.example");
        Text(link, "shortUrl").ShouldBe("https://go.example/" + Text(link, "slug"));
        var destination = link.GetProperty("destinations").EnumerateArray().ShouldHaveSingleItem();
        destination.EnumerateObject().Select(field => field.Name).ShouldBe(["id", "url", "verdict", "reason", "note"]);
        Text(destination, "url").ShouldBe("https://a.example/x");
        Text(destination, "verdict").ShouldBe("unknown");
        Text(destination, "reason").ShouldBe("not_probed");
        destination.GetProperty("note").ValueKind.ShouldBe(JsonValueKind.Null);
        Text(link, "verdict").ShouldBe("unknown");
        link.GetProperty("failedOver").GetBoolean().ShouldBeFalse();
        Text(link, "serving").ShouldBe(Id(destination));
        link.GetProperty("title").ValueKind.ShouldBe(JsonValueKind.Null);
        link.GetProperty("tags").GetArrayLength().ShouldBe(0);
        link.GetProperty("redirectStatus").GetInt32().ShouldBe(302);
        link.GetProperty("forwardQuery").GetBoolean().ShouldBeFalse();
        link.GetProperty("startsAt").ValueKind.ShouldBe(JsonValueKind.Null);
        link.GetProperty("expiresAt").ValueKind.ShouldBe(JsonValueKind.Null);
        link.GetProperty("enabled").GetBoolean().ShouldBeTrue();
        link.GetProperty("archived").GetBoolean().ShouldBeFalse();
        link.GetProperty("fallbackUrl").ValueKind.ShouldBe(JsonValueKind.Null);
        var health = link.GetProperty("health");
        health.EnumerateObject().Select(field => field.Name).ShouldBe(HealthFields);
        health.ToString().ShouldBe(
            """{"enabled":true,"intervalSeconds":60,"timeoutSeconds":10,"failuresToConfirm":3,"retrySeconds":5,"successesToRecover":2,"failback":"auto","failbackHoldSeconds":30,"expectedStatus":null,"mustContain":null,"mustNotContain":null,"requestHeaders":{},"ignoreTlsErrors":false,"failOn":[]}""");
        link.GetProperty("createdAt").GetDateTimeOffset().ShouldBe(link.GetProperty("updatedAt").GetDateTimeOffset());
        answer.ETag.ShouldBe($"\"{link.GetProperty("revision").GetInt64()}\"");
        answer.Location.ShouldBe("/api/v1/links/" + Id(link));
    }

    [Fact]
    public async Task Nulls_mean_the_defaults()
    {
        var link = (await Api.PostAsync("""
            {"slug":null,"domain":null,"destinations":[{"url":"https://a.example/x"}],"title":null,"tags":null,"redirectStatus":null,"forwardQuery":null,
             "startsAt":null,"expiresAt":null,"enabled":null,"archived":null,"fallbackUrl":null,
             "health":{"enabled":null,"intervalSeconds":null,"timeoutSeconds":null,"failuresToConfirm":null,"retrySeconds":null,"successesToRecover":null,
                       "failback":null,"failbackHoldSeconds":null,"expectedStatus":null,"mustContain":null,"mustNotContain":null,
                       "requestHeaders":null,"ignoreTlsErrors":null,"failOn":null}}
            """)).ShouldBe(201);

        link.GetProperty("redirectStatus").GetInt32().ShouldBe(302);
        link.GetProperty("enabled").GetBoolean().ShouldBeTrue();
        link.GetProperty("health").GetProperty("intervalSeconds").GetInt32().ShouldBe(60);
    }

    [Fact]
    public async Task Every_field_is_kept_as_given()
    {
        var slug = Unique("spring");
        var created = (await Api.PostAsync($$$"""
            {"slug":"{{{slug}}}","domain":"GO.example","destinations":[{"url":"https://a.example/x"},{"url":"http://b.example:81/y?q=1#f"}],
             "title":"Früh\tling 🌷","tags":["b","a"," a ","Ä"],"redirectStatus":308,"forwardQuery":true,
             "startsAt":"2026-01-01T02:00:00.0009+02:00","expiresAt":"2027-01-01T00:00:00Z","enabled":false,"archived":true,"fallbackUrl":"https://c.example/",
             "health":{"enabled":false,"intervalSeconds":10,"timeoutSeconds":1,"failuresToConfirm":1,"retrySeconds":300,"successesToRecover":10,
                       "failback":"manual","failbackHoldSeconds":0,"expectedStatus":"200,301-302","mustContain":"ok","mustNotContain":"nö",
                       "requestHeaders":{"Authorization":"Bearer a: b","X-Probe":"1"},"ignoreTlsErrors":true,"failOn":["soft_404","drifted"]}}
            """)).ShouldBe(201);
        var read = (await Api.GetAsync(Id(created))).ShouldBe(200);

        foreach (var link in new[] { created, read })
        {
            Text(link, "slug").ShouldBe(slug);
            Text(link, "domain").ShouldBe("go.example");
            Urls(link).ShouldBe(["https://a.example/x", "http://b.example:81/y?q=1#f"]);
            Text(link, "title").ShouldBe("Früh\tling 🌷");
            Strings(link, "tags").ShouldBe(["a", "b", "Ä"]);
            link.GetProperty("redirectStatus").GetInt32().ShouldBe(308);
            link.GetProperty("forwardQuery").GetBoolean().ShouldBeTrue();
            link.GetProperty("startsAt").GetDateTimeOffset().ShouldBe(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
            link.GetProperty("expiresAt").GetDateTimeOffset().ShouldBe(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero));
            link.GetProperty("enabled").GetBoolean().ShouldBeFalse();
            link.GetProperty("archived").GetBoolean().ShouldBeTrue();
            Text(link, "fallbackUrl").ShouldBe("https://c.example/");
            link.GetProperty("health").ToString().ShouldBe(
                """{"enabled":false,"intervalSeconds":10,"timeoutSeconds":1,"failuresToConfirm":1,"retrySeconds":300,"successesToRecover":10,"failback":"manual","failbackHoldSeconds":0,"expectedStatus":"200,301-302","mustContain":"ok","mustNotContain":"nö","requestHeaders":{"Authorization":"***","X-Probe":"***"},"ignoreTlsErrors":true,"failOn":["drifted","soft_404"]}""");
        }
    }

    [Fact]
    public async Task What_is_answered_at_creation_is_what_is_read_afterwards_to_the_byte()
    {
        var created = await Api.PostAsync(With(("startsAt", "2026-01-01T02:00:00.123456+02:00"), ("tags", new JsonArray("z", "a"))));

        var read = await Api.GetAsync(Id(created.ShouldBe(201)));

        read.Text.ShouldBe(created.Text);
        read.ETag.ShouldBe(created.ETag);
    }

    [Fact]
    public async Task Sixteen_destinations_are_kept_in_their_order()
    {
        var urls = Enumerable.Range(0, 16).Select(i => $"https://d{15 - i}.example/").ToList();

        var link = await Api.CreateAsync(To(urls));

        Urls(link).ShouldBe(urls);
        Urls((await Api.GetAsync(Id(link))).Json).ShouldBe(urls);
        DestinationIds(link).Distinct().Count().ShouldBe(16);
    }

    [Fact]
    public async Task A_URL_of_8_KB_is_kept()
    {
        var url = "https://a.example/" + new string('x', 8192 - 18);

        var link = await Api.CreateAsync(To(url));

        Urls((await Api.GetAsync(Id(link))).Json).ShouldBe([url]);
    }

    [Fact]
    public async Task Generated_slugs_have_seven_characters_without_vowels_and_lookalikes()
    {
        SlugGenerator.Alphabet.ShouldAllBe(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c));
        SlugGenerator.Alphabet.Intersect("aeiou01l").ShouldBeEmpty();
        SlugGenerator.Alphabet.Distinct().Count().ShouldBe(SlugGenerator.Alphabet.Length);

        var answer = (await Api.BulkAsync(Enumerable.Range(0, 200).Select(_ => To("https://a.example/")))).ShouldBe(200);

        var slugs = answer.GetProperty("items").EnumerateArray().Select(item => Text(item.GetProperty("link"), "slug")).ToList();
        slugs.ShouldAllBe(slug => slug.Length == 7 && slug.All(c => SlugGenerator.Alphabet.Contains(c)));
        slugs.Distinct().Count().ShouldBe(200);
    }

    [Fact]
    public async Task Who_may_only_read_creates_nothing()
    {
        using var http = Links.Installation.Client("gateway", "links", new(Workspace, "key:test", new HashSet<string> { "links:read" }));
        var api = new LinksApi(http);

        (await api.PostAsync(With())).ShouldBeProblem(403, "insufficient_scope");
        (await api.ListAsync()).ShouldBe(200).GetProperty("items").GetArrayLength().ShouldBe(0);
    }
}

public sealed class CreateOnSqlite(SqliteLinks links) : CreateTests(links);

public sealed class CreateOnPostgres(PostgresLinks links) : CreateTests(links);
