using System.Globalization;
using System.Text;

namespace Tautan.Links.Tests.Hostile;

/// <summary>Whatever arrives, the answer is the caller's fault or his link, never ours.</summary>
public abstract class MutatedInputTests(LinksFixture links) : LinksTest(links)
{
    private const string Whole = """
        {"slug":"SLUG","domain":"go.example","destinations":[{"url":"https://a.example/x","id":"x"},{"url":"https://b.example/y?z=1#f"}],"title":"t","tags":["a","b"],
        "redirectStatus":302,"forwardQuery":false,"startsAt":"2026-01-01T00:00:00Z","expiresAt":"2027-01-01T00:00:00Z","enabled":true,"archived":false,
        "fallbackUrl":"https://f.example/","health":{"enabled":true,"intervalSeconds":60,"timeoutSeconds":10,"failuresToConfirm":3,"retrySeconds":5,
        "successesToRecover":2,"failback":"auto","failbackHoldSeconds":30,"expectedStatus":"200,3xx","mustContain":"c","mustNotContain":"n","requestHeaders":{"X-A":"1"},"ignoreTlsErrors":true,"failOn":["parked"]}}
        """;

    private static readonly string[] Values =
    [
        "null", "true", "-1", "0", "1e400", "-0.0", "12345678901234567890123", "\"\"", "\"\\u0000\"", "\"a\\u0000b\"", "\"\\ud800\"", "\"\\udc00x\"", "\"x\\ud83d\"",
        "\"\\uffff\\ufffe\"", "\"\\u202e\\u200b\\ufeff\"", "[]", "{}", "[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]", "{\"a\":{\"a\":{\"a\":1}}}", "[null]", "[{}]", "[1,\"x\"]",
        "\"9999-12-31T23:59:59.9999999Z\"", "\"0001-01-01T00:00:00Z\"", "\"https://xn--/\"", "\"https://[::1%25lo]/\"", "\"https://a.example:99999/\"", "\"200\\u0000\"", "\"' OR 1=1 --\"",
    ];

    [Fact]
    public async Task Every_field_takes_every_wrong_value_without_a_server_error()
    {
        var link = await Api.CreateAsync(With());
        var fields = new[] { "slug", "domain", "destinations", "title", "tags", "redirectStatus", "forwardQuery", "startsAt", "expiresAt", "enabled", "archived", "fallbackUrl", "health" };
        var health = new[] { "enabled", "intervalSeconds", "timeoutSeconds", "failuresToConfirm", "retrySeconds", "successesToRecover", "failback", "failbackHoldSeconds", "expectedStatus", "mustContain", "mustNotContain", "requestHeaders", "ignoreTlsErrors", "failOn" };
        var bodies = Values.SelectMany(value => fields.Select(field => $$"""{"{{field}}":{{value}}}""")
            .Concat(health.Select(field => $$$"""{"health":{"{{{field}}}":{{{value}}}}}"""))
            .Append($$"""{"destinations":[{"url":{{value}}}]}""")
            .Append($$"""{"destinations":[{"url":"https://a.example/","id":{{value}}}]}""")
            .Append($$"""{"tags":[{{value}}]}""")
            .Append($$$$"""{"health":{"requestHeaders":{"X-A":{{{{value}}}}}}}""")
            .Append($$$$"""{"health":{"requestHeaders":{"x\u0000":{{{{value}}}}}}}""")
            .Append($$$"""{"health":{"failOn":[{{{value}}}]}}""")
            .Append($$"""{"x\u0000":{{value}}}""")
            .Append($$"""{"\ud800":{{value}}}""")
            .Append(value));

        await Parallel.ForEachAsync(bodies, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Cancel }, async (body, _) =>
        {
            ShouldBeOurs(await Api.PatchAsync(Id(link), body), body);
            var whole = body.StartsWith('{') && !body.Contains("destinations", StringComparison.Ordinal) ? """{"destinations":[{"url":"https://a.example/"}],""" + body[1..] : body;
            ShouldBeOurs(await Api.PostAsync(whole), whole);
            ShouldBeOurs(await Api.BulkAsync($$"""{"links":[{{whole}}]}"""), whole);
        });

        (await Api.GetAsync(Id(link))).ShouldBe(200);
        (await Api.ListAsync("?limit=1000")).ShouldBe(200);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Randomly_mutated_bodies_never_cause_a_server_error(int seed)
    {
        var random = new Random(seed);
        var link = await Api.CreateAsync(With());
        var bodies = Enumerable.Range(0, 250).Select(_ => Mutate(random)).ToList();

        await Parallel.ForEachAsync(bodies, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Cancel }, async (body, _) =>
        {
            var text = $"seed {seed}: {Convert.ToBase64String(body)}";
            ShouldBeOurs(await Api.SendAsync(HttpMethod.Post, "/api/v1/links", Content(body)), text);
            ShouldBeOurs(await Api.SendAsync(HttpMethod.Patch, "/api/v1/links/" + Id(link), Content(body)), text);
            ShouldBeOurs(await Api.SendAsync(HttpMethod.Post, "/api/v1/links/bulk", Content([.. "{\"links\":["u8, .. body, .. "]}"u8])), text);
        });
    }

    [Theory]
    [InlineData(3)]
    public async Task Randomly_mutated_queries_never_cause_a_server_error(int seed)
    {
        var random = new Random(seed);
        await Api.BulkAsync(Enumerable.Range(0, 5).Select(_ => With()));
        var cursor = Text((await Api.ListAsync("?limit=1")).Json, "nextCursor");
        var pieces = new[]
        {
            "search=", "tag=", "verdict=", "failedOver=", "domain=", "sort=", "limit=", "cursor=", "&", "&", "=", "up", "true", "slug", "-title", "50", cursor, cursor[..20], "%00", "%25", "%ff", "%ed%a0%80", "%", "+", "\\", "'",
            new string('9', 30), "[", "%F0%9F%8C%B7", "1",
        };

        for (var i = 0; i < 300; i++)
        {
            var query = "?" + string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => pieces[random.Next(pieces.Length)]));
            ShouldBeOurs(await Api.ListAsync(query), query);
        }
    }

    private static void ShouldBeOurs(Answer answer, string about)
    {
        answer.Status.ShouldBeInRange(200, 499, $"{about}\n{answer.Text}");
        if (answer.Status >= 400)
        {
            answer.ContentType.ShouldBe("application/problem+json", about);
            Problem.ShouldBe(answer.Json, answer.Status, answer.Json.GetProperty("code").GetString()!);
        }
    }

    private static byte[] Mutate(Random random)
    {
        var bytes = Encoding.UTF8.GetBytes(Whole.Replace("SLUG", random.Next(4) == 0 ? "dup" : Unique(), StringComparison.Ordinal)).ToList();
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at));
                    break;
                case 2:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Values[random.Next(Values.Length)]));
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count / 2), random.Next(1, bytes.Count / 2)));
                    break;
                case 4:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(random.Next().ToString(CultureInfo.InvariantCulture)));
                    break;
                default:
                    bytes.Insert(at, "{}[]\",:\\0-.e"u8[random.Next(12)]);
                    break;
            }
        }

        return [.. bytes];
    }

    private static ByteArrayContent Content(byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        return content;
    }
}

public sealed class MutatedInputOnSqlite(SqliteLinks links) : MutatedInputTests(links);

public sealed class MutatedInputOnPostgres(PostgresLinks links) : MutatedInputTests(links);
