using System.Text.Json;
using Tautan.Contracts.Feeds;
using Tautan.Contracts.Health;

namespace Tautan.Links.Tests.Verdicts;

public abstract class VerdictTests(LinksFixture links) : LinksTest(links)
{
    [Fact]
    public async Task The_first_destination_that_is_not_down_serves_and_gives_the_link_its_verdict()
    {
        var link = await Api.CreateAsync(To("https://a.example/", "https://b.example/"));
        var (first, second) = (Target(link, 0), Target(link, 1));

        await Links.SayAsync((first, Is(Verdict.Up)), (second, Is(Verdict.Paused, Reasons.Maintenance)));
        var up = await ReadAsync(link, "up", failedOver: false, serving: 0);
        up.GetProperty("destinations")[0].GetProperty("reason").ValueKind.ShouldBe(JsonValueKind.Null);
        Text(up.GetProperty("destinations")[1], "verdict").ShouldBe("paused");
        Text(up.GetProperty("destinations")[1], "reason").ShouldBe("maintenance");

        await Links.SayAsync((first, new VerdictRecord { Verdict = Verdict.Down, Reason = Reasons.Refused, Note = Notes.Flapping }));
        var over = await ReadAsync(link, "paused", failedOver: true, serving: 1);
        Text(over.GetProperty("destinations")[0], "verdict").ShouldBe("down");
        Text(over.GetProperty("destinations")[0], "reason").ShouldBe("refused");
        Text(over.GetProperty("destinations")[0], "note").ShouldBe("flapping");

        await Links.SayAsync((second, Is(Verdict.Down)));
        await ReadAsync(link, "down", failedOver: false, serving: 0);

        await Links.SayAsync((first, null), (second, null));
        await ReadAsync(link, "unknown", failedOver: false, serving: 0);
    }

    [Fact]
    public async Task With_everything_down_the_fallback_serves()
    {
        var body = To("https://a.example/");
        body["fallbackUrl"] = "https://f.example/";
        var link = await Api.CreateAsync(body);

        await Links.SayAsync((Target(link, 0), Is(Verdict.Down)));

        await ReadAsync(link, "down", failedOver: true, serving: null);
    }

    [Fact]
    public async Task An_origin_that_is_down_takes_every_destination_of_it_along()
    {
        var host = Host();
        var one = await Api.CreateAsync(To($"https://{host}/1", "https://b.example/"));
        var other = await Links.Api(Guid.NewGuid()).CreateAsync(To($"https://{host.ToUpperInvariant()}:443/2"));

        await Links.SayAsync((Target(one, 0), Is(Verdict.Up)), (VerdictFeedKeys.PublicOrigin($"https://{host}:443"), Is(Verdict.Down, Reasons.DnsFailure)));

        var read = await ReadAsync(one, "unknown", failedOver: true, serving: 1);
        Text(read.GetProperty("destinations")[0], "reason").ShouldBe("dns_failure");
        (await Api.GetAsync(Id(other))).Status.ShouldBe(404);
        await Links.SayAsync((VerdictFeedKeys.PublicOrigin($"https://{host}:443"), Is(Verdict.Up)));
        await ReadAsync(one, "up", failedOver: false, serving: 0);
    }

    [Fact]
    public async Task A_destination_that_is_down_itself_tells_its_own_reason()
    {
        var host = Host();
        var link = await Api.CreateAsync(To($"https://{host}/"));

        await Links.SayAsync((Target(link, 0), Is(Verdict.Down, Reasons.HttpStatus)), (VerdictFeedKeys.PublicOrigin($"https://{host}:443"), Is(Verdict.Down, Reasons.Refused)));

        Text((await ReadAsync(link, "down", failedOver: false, serving: 0)).GetProperty("destinations")[0], "reason").ShouldBe("http_status");
    }

    [Fact]
    public async Task A_link_that_is_not_watched_is_paused_whatever_is_said_of_its_origin()
    {
        var host = Host();
        var body = To($"https://{host}/", "https://b.example/");
        body["health"] = new System.Text.Json.Nodes.JsonObject { ["enabled"] = false };
        var link = await Api.CreateAsync(body);
        Text(link, "verdict").ShouldBe("paused");

        await Links.SayAsync((VerdictFeedKeys.PublicOrigin($"https://{host}:443"), Is(Verdict.Down)));

        var read = await ReadAsync(link, "paused", failedOver: false, serving: 0);
        Text(read.GetProperty("destinations")[0], "reason").ShouldBe("health_off");
        (await Api.SlugsAsync("?verdict=down")).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_origin_at_a_private_address_is_one_workspaces_own()
    {
        var host = Host();
        var link = await Api.CreateAsync(To($"http://{host}/"));

        await Links.SayAsync((VerdictFeedKeys.PrivateOrigin(Guid.NewGuid(), $"http://{host}:80"), Is(Verdict.Down)));
        await ReadAsync(link, "unknown", failedOver: false, serving: 0);
        await Links.SayAsync((VerdictFeedKeys.PrivateOrigin(Workspace, $"http://{host}:80"), Is(Verdict.Down)));
        await ReadAsync(link, "down", failedOver: false, serving: 0);
    }

    [Fact]
    public async Task A_verdict_touches_neither_revision_nor_ETag_nor_updatedAt()
    {
        var created = await Api.PostAsync(To("https://a.example/"));

        await Links.SayAsync((Target(created.Json, 0), Is(Verdict.Down)));
        var read = await Api.GetAsync(Id(created.Json));

        Text(read.Json, "verdict").ShouldBe("down");
        read.ETag.ShouldBe(created.ETag);
        read.Json.GetProperty("revision").GetInt64().ShouldBe(created.Json.GetProperty("revision").GetInt64());
        Text(read.Json, "updatedAt").ShouldBe(Text(created.Json, "updatedAt"));
        (await Api.PatchAsync(Id(created.Json), """{"title":"x"}""", ifMatch: created.ETag)).ShouldBe(200);
    }

    [Fact]
    public async Task Changed_expectations_are_another_target_with_another_verdict()
    {
        var link = await Api.CreateAsync(To("https://a.example/"));
        await Links.SayAsync((Target(link, 0), Is(Verdict.Down)));

        var changed = (await Api.PatchAsync(Id(link), """{"health":{"expectedStatus":"204"}}""")).ShouldBe(200);

        Text(changed, "verdict").ShouldBe("unknown");
        (await Api.SlugsAsync("?verdict=down")).ShouldBeEmpty();
        (await Api.SlugsAsync("?verdict=unknown")).ShouldBe([Text(link, "slug")]);
    }

    [Fact]
    public async Task A_verdict_that_this_version_does_not_know_is_unknown_in_answers_and_lists_alike()
    {
        var link = await Api.CreateAsync(To("https://a.example/"));

        await Links.SayAsync((Target(link, 0), Is((Verdict)7)));

        await ReadAsync(link, "unknown", failedOver: false, serving: 0);
        (await Api.SlugsAsync("?verdict=unknown")).ShouldBe([Text(link, "slug")]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Filters_agree_with_the_answers_whatever_the_verdicts(int seed)
    {
        var random = new Random(seed);
        var hosts = Enumerable.Range(0, 6).Select(_ => Host()).ToList();
        var bodies = Enumerable.Range(0, 60).Select(_ =>
        {
            var body = To(Enumerable.Range(0, random.Next(1, 4)).Select(_ => $"https://{hosts[random.Next(6)]}/{random.Next(3)}"));
            body["fallbackUrl"] = random.Next(3) == 0 ? "https://f.example/" : null;
            body["health"] = new System.Text.Json.Nodes.JsonObject { ["enabled"] = random.Next(6) != 0 };
            return (System.Text.Json.Nodes.JsonNode?)body;
        });
        var created = (await Api.BulkAsync(bodies)).ShouldBe(200).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("link")).ToList();

        for (var round = 0; round < 4; round++)
        {
            var verdicts = created.SelectMany(link => Enumerable.Range(0, link.GetProperty("destinations").GetArrayLength()).Select(i => Target(link, i)))
                .Concat(hosts.Select(host => VerdictFeedKeys.PublicOrigin($"https://{host}:443")))
                .Concat(hosts.Select(host => VerdictFeedKeys.PrivateOrigin(Workspace, $"https://{host}:443")))
                .Distinct()
                .Where(_ => random.Next(2) == 0)
                .Select(key => (key, random.Next(5) == 0 ? null : Is(key.Kind == VerdictFeedKeys.OriginKind ? (random.Next(4) == 0 ? Verdict.Down : Verdict.Up) : (Verdict)random.Next(4))))
                .ToList();
            await Links.SayAsync(verdicts);

            var all = (await Api.ListAsync("?limit=1000")).ShouldBe(200).GetProperty("items").EnumerateArray().ToList();
            all.Count.ShouldBe(60);
            foreach (var verdict in new[] { "up", "down", "unknown", "paused" })
            {
                (await Api.SlugsAsync($"?limit=7&verdict={verdict}")).ShouldBe(
                    all.Where(link => Text(link, "verdict") == verdict).Select(link => Text(link, "slug")), ignoreOrder: true, $"{verdict}, seed {seed}, round {round}");
            }

            foreach (var failedOver in new[] { true, false })
            {
                (await Api.SlugsAsync($"?limit=1000&failedOver={(failedOver ? "true" : "false")}")).ShouldBe(
                    all.Where(link => link.GetProperty("failedOver").GetBoolean() == failedOver).Select(link => Text(link, "slug")), ignoreOrder: true, $"{failedOver}, seed {seed}, round {round}");
            }
        }
    }

    private static VerdictRecord Is(Verdict verdict, string reason = "") => new() { Verdict = verdict, Reason = reason };

    private FeedKey Target(JsonElement link, int destination) =>
        VerdictFeedKeys.Target(Workspace, Guid.Parse(Id(link)), Urls(link)[destination], new LinkHealth { Enabled = link.GetProperty("health").GetProperty("enabled").GetBoolean() }.ToRecord());

    private async Task<JsonElement> ReadAsync(JsonElement link, string verdict, bool failedOver, int? serving)
    {
        var read = (await Api.GetAsync(Id(link))).ShouldBe(200);
        Text(read, "verdict").ShouldBe(verdict);
        read.GetProperty("failedOver").GetBoolean().ShouldBe(failedOver);
        read.GetProperty("serving").GetString().ShouldBe(serving is { } index ? DestinationIds(link)[index] : null);
        (await Api.SlugsAsync($"?verdict={verdict}&failedOver={(failedOver ? "true" : "false")}")).ShouldContain(Text(link, "slug"));
        return read;
    }
}

public sealed class VerdictsOnSqlite(SqliteLinks links) : VerdictTests(links);

public sealed class VerdictsOnPostgres(PostgresLinks links) : VerdictTests(links);
