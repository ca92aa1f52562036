using System.Text;
using System.Text.Json.Nodes;

namespace Tautan.Links.Tests.Creating;

public abstract class RefusalTests(LinksFixture links) : LinksTest(links)
{
    [Theory]
    [InlineData("""{}""", "destinations", "1 to 16")]
    [InlineData("""{"destinations":null}""", "destinations", "1 to 16")]
    [InlineData("""{"destinations":[]}""", "destinations", "1 to 16")]
    [InlineData("""{"destinations":{}}""", "destinations", "array")]
    [InlineData("""{"destinations":"https://a.example/"}""", "destinations", "array")]
    [InlineData("""{"destinations":["https://a.example/"]}""", "destinations[0]", "object")]
    [InlineData("""{"destinations":[null]}""", "destinations[0]", "object")]
    [InlineData("""{"destinations":[{}]}""", "destinations[0].url", "absolute http or https URL")]
    [InlineData("""{"destinations":[{"url":null}]}""", "destinations[0].url", "absolute http or https URL")]
    [InlineData("""{"destinations":[{"url":5}]}""", "destinations[0].url", "string")]
    [InlineData("""{"destinations":[{"url":"https://a.example/"},{"url":"ftp://a.example/"}]}""", "destinations[1].url", "http:// or https://")]
    [InlineData("""{"destinations":[{"url":"https://u:p@a.example/"}]}""", "destinations[0].url", "user name")]
    [InlineData("""{"destinations":[{"url":"javascript:alert(1)"}]}""", "destinations[0].url", "http:// or https://")]
    [InlineData("""{"destinations":[{"url":"https://go.example/x"}]}""", "destinations[0].url", "lead back to go.example")]
    [InlineData("""{"destinations":[{"url":"https://GO.example./x"}]}""", "destinations[0].url", "lead back to go.example")]
    [InlineData("""{"destinations":[{"url":"https://a.example/","weight":5}]}""", "destinations[0].weight", "no field")]
    [InlineData("""{"destinations":[{"url":"https://a.example/\u0000"}]}""", "destinations[0].url", "U+0000")]
    public async Task Destinations_that_are_none_are_refused_by_name(string body, string field, string expectation) =>
        (await Api.PostAsync(body)).ShouldRefuse(field, expectation);

    [Fact]
    public async Task Seventeen_destinations_are_one_too_many() =>
        (await Api.PostAsync(To(Enumerable.Range(0, 17).Select(i => $"https://d{i}.example/")))).ShouldRefuse("destinations", "has 17");

    [Fact]
    public async Task A_URL_beyond_8_KB_is_refused() =>
        (await Api.PostAsync(To("https://a.example/" + new string('x', 8192 - 17)))).ShouldRefuse("destinations[0].url", "8192");

    [Theory]
    [InlineData("slug", "5", "string")]
    [InlineData("domain", "\"other.example\"", "registered domain")]
    [InlineData("domain", "7", "string")]
    [InlineData("title", "[]", "string")]
    [InlineData("title", "\"a\\u0000b\"", "500 characters")]
    [InlineData("title", "\"\\ud800\"", "well-formed")]
    [InlineData("tags", "\"a\"", "array")]
    [InlineData("tags", "{}", "array")]
    [InlineData("redirectStatus", "303", "301, 302, 307 or 308")]
    [InlineData("redirectStatus", "0", "301, 302, 307 or 308")]
    [InlineData("redirectStatus", "\"302\"", "whole number")]
    [InlineData("redirectStatus", "302.5", "whole number")]
    [InlineData("redirectStatus", "99999999999999999999", "whole number")]
    [InlineData("redirectStatus", "1e400", "whole number")]
    [InlineData("redirectStatus", "true", "whole number")]
    [InlineData("forwardQuery", "1", "true or false")]
    [InlineData("forwardQuery", "\"true\"", "true or false")]
    [InlineData("startsAt", "5", "RFC 3339")]
    [InlineData("startsAt", "\"tomorrow\"", "RFC 3339")]
    [InlineData("startsAt", "\"\"", "RFC 3339")]
    [InlineData("startsAt", "\"2026-01-31\"", "RFC 3339")]
    [InlineData("startsAt", "\"2026-01-31T12:00:00\"", "RFC 3339")]
    [InlineData("startsAt", "\"2026-02-30T12:00:00Z\"", "RFC 3339")]
    [InlineData("startsAt", "\"1969-12-31T23:59:59Z\"", "1970")]
    [InlineData("expiresAt", "\"9999-01-01T00:00:00Z\"", "9998")]
    [InlineData("expiresAt", "\"0001-01-01T00:00:00+14:00\"", "RFC 3339")]
    [InlineData("enabled", "0", "true or false")]
    [InlineData("archived", "\"yes\"", "true or false")]
    [InlineData("fallbackUrl", "\"\"", "absolute http or https URL")]
    [InlineData("fallbackUrl", "\"/relative\"", "http:// or https://")]
    [InlineData("fallbackUrl", "\"https://go.example/x\"", "lead back")]
    [InlineData("fallbackUrl", "false", "string")]
    [InlineData("health", "5", "object")]
    [InlineData("health", "[]", "object")]
    [InlineData("health", "\"off\"", "object")]
    [InlineData("bogus", "1", "no field")]
    [InlineData("bogus", "null", "no field")]
    [InlineData("verdict", "\"up\"", "no field")]
    [InlineData("id", "\"x\"", "no field")]
    public async Task A_wrong_field_is_refused_by_name(string field, string value, string expectation) =>
        (await Api.PostAsync($$"""{"destinations":[{"url":"https://a.example/"}],"{{field}}":{{value}}}""")).ShouldRefuse(field, expectation);

    [Theory]
    [InlineData("enabled", "1", "true or false")]
    [InlineData("intervalSeconds", "9", "10 to 86400")]
    [InlineData("intervalSeconds", "86401", "10 to 86400")]
    [InlineData("timeoutSeconds", "0", "1 to 60")]
    [InlineData("timeoutSeconds", "61", "1 to 60")]
    [InlineData("failuresToConfirm", "0", "1 to 10")]
    [InlineData("failuresToConfirm", "11", "1 to 10")]
    [InlineData("retrySeconds", "0", "1 to 300")]
    [InlineData("retrySeconds", "301", "1 to 300")]
    [InlineData("successesToRecover", "0", "1 to 10")]
    [InlineData("successesToRecover", "11", "1 to 10")]
    [InlineData("failback", "\"never\"", "auto or manual")]
    [InlineData("failback", "\"Auto\"", "auto or manual")]
    [InlineData("failbackHoldSeconds", "-1", "0 to 86400")]
    [InlineData("failbackHoldSeconds", "86401", "0 to 86400")]
    [InlineData("failbackHoldSeconds", "-2147483649", "whole number")]
    [InlineData("expectedStatus", "\"\"", "status codes")]
    [InlineData("expectedStatus", "\"99\"", "100 to 999")]
    [InlineData("expectedStatus", "\"200\\u0000\"", "100 to 999")]
    [InlineData("expectedStatus", "200", "string")]
    [InlineData("mustContain", "\"\\u0000\"", "1000 characters")]
    [InlineData("mustNotContain", "{}", "string")]
    [InlineData("failOn", "[\"flapping\"]", "drifted, parked, soft_404")]
    [InlineData("failOn", "[null]", "drifted, parked, soft_404")]
    [InlineData("failOn", "\"drifted\"", "array")]
    [InlineData("ignoreTlsErrors", "\"yes\"", "true or false")]
    [InlineData("requestHeaders", "[]", "object")]
    [InlineData("requestHeaders", "{\"\":\"x\"}", "names of 1 to 64")]
    [InlineData("requestHeaders", "{\"a b\":\"x\"}", "names of 1 to 64")]
    [InlineData("requestHeaders", "{\"a\\r\\nHost\":\"x\"}", "names of 1 to 64")]
    [InlineData("requestHeaders", "{\"1\":\"x\",\"2\":\"x\",\"3\":\"x\",\"4\":\"x\",\"5\":\"x\",\"6\":\"x\",\"7\":\"x\",\"8\":\"x\",\"9\":\"x\",\"10\":\"x\",\"11\":\"x\"}", "at most 10")]
    [InlineData("bogus", "1", "no field")]
    public async Task A_wrong_health_setting_is_refused_by_name(string field, string value, string expectation) =>
        (await Api.PostAsync($$$"""{"destinations":[{"url":"https://a.example/"}],"health":{"{{{field}}}":{{{value}}}}}""")).ShouldRefuse("health." + field, expectation);

    [Theory]
    [InlineData("Host", "a.example", "prober's own")]
    [InlineData("user-agent", "Mozilla/5.0", "prober's own")]
    [InlineData("Content-Length", "1", "prober's own")]
    [InlineData("X-A", "", "1 to 1000")]
    [InlineData("X-A", " x", "1 to 1000")]
    [InlineData("X-A", "x\\r\\nHost: b", "1 to 1000")]
    [InlineData("X-A", "ü", "1 to 1000")]
    [InlineData("X-A", "***", "shown in its place")]
    public async Task A_header_that_a_probe_may_not_send_is_refused_by_name(string name, string value, string expectation) =>
        (await Api.PostAsync($$$$"""{"destinations":[{"url":"https://a.example/"}],"health":{"requestHeaders":{"{{{{name}}}}":"{{{{value}}}}"}}}""")).ShouldRefuse("health.requestHeaders." + name, expectation);

    [Theory]
    [InlineData("intervalSeconds", 10)]
    [InlineData("intervalSeconds", 86400)]
    [InlineData("timeoutSeconds", 1)]
    [InlineData("timeoutSeconds", 60)]
    [InlineData("failuresToConfirm", 1)]
    [InlineData("failuresToConfirm", 10)]
    [InlineData("retrySeconds", 1)]
    [InlineData("retrySeconds", 300)]
    [InlineData("successesToRecover", 1)]
    [InlineData("successesToRecover", 10)]
    [InlineData("failbackHoldSeconds", 0)]
    [InlineData("failbackHoldSeconds", 86400)]
    public async Task The_bounds_themselves_are_allowed(string field, int value)
    {
        var link = await Api.CreateAsync(With(("health", new JsonObject { [field] = value })));

        link.GetProperty("health").GetProperty(field).GetInt32().ShouldBe(value);
    }

    [Fact]
    public async Task Long_texts_are_kept_to_their_bound_and_refused_beyond()
    {
        (await Api.PostAsync(With(("title", new string('ä', 500))))).ShouldBe(201);
        (await Api.PostAsync(With(("title", new string('ä', 501))))).ShouldRefuse("title", "500 characters");
        (await Api.PostAsync(With(("health", new JsonObject { ["mustContain"] = new string('x', 1000) })))).ShouldBe(201);
        (await Api.PostAsync(With(("health", new JsonObject { ["mustContain"] = new string('x', 1001) })))).ShouldRefuse("health.mustContain", "1000 characters");
    }

    [Fact]
    public async Task Tags_are_bounded_and_named_by_their_place()
    {
        (await Api.PostAsync(With(("tags", new JsonArray([.. Enumerable.Range(0, 50).Select(i => JsonValue.Create($"t{i}"))]))))).ShouldBe(201);
        (await Api.PostAsync(With(("tags", new JsonArray([.. Enumerable.Range(0, 51).Select(i => JsonValue.Create($"t{i}"))]))))).ShouldRefuse("tags", "50");
        (await Api.PostAsync(With(("tags", new JsonArray(new string('t', 64)))))).ShouldBe(201);
        foreach (var bad in new[] { "", "   ", "a,b", "a\nb", "a\u0000b", new string('t', 65) })
            (await Api.PostAsync(With(("tags", new JsonArray("ok", bad))))).ShouldRefuse("tags[1]", "1 to 64 characters");
        (await Api.PostAsync(With(("tags", new JsonArray("ok", null))))).ShouldRefuse("tags[1]", "1 to 64 characters");
        (await Api.PostAsync(With(("tags", new JsonArray("ok", 5))))).ShouldRefuse("tags[1]", "string");
    }

    [Fact]
    public async Task An_end_before_the_start_is_refused()
    {
        (await Api.PostAsync(With(("startsAt", "2026-01-01T00:00:00Z"), ("expiresAt", "2026-01-01T00:00:00Z")))).ShouldRefuse("expiresAt", "later than startsAt");
        (await Api.PostAsync(With(("startsAt", "2026-01-01T00:00:00+01:00"), ("expiresAt", "2026-01-01T00:00:00Z")))).ShouldBe(201);
    }

    [Fact]
    public async Task All_fields_at_fault_are_named_at_once()
    {
        var problem = (await Api.PostAsync(With(("slug", "a b"), ("redirectStatus", 1), ("fallbackUrl", "x"), ("health", new JsonObject { ["retrySeconds"] = 0 }))))
            .ShouldBeProblem(422, "invalid");

        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldBe(["slug", "fallbackUrl", "health.retrySeconds", "redirectStatus"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("not json")]
    [InlineData("{\"destinations\":[}")]
    [InlineData("{'destinations':[]}")]
    [InlineData("{\"destinations\":[],}")]
    [InlineData("{} {}")]
    [InlineData("{\"title\":\"\u0001\"}")]
    public async Task A_body_that_is_no_JSON_answers_400(string body) => (await Api.PostAsync(body)).ShouldBeProblem(400, "malformed_json");

    [Theory]
    [InlineData("null")]
    [InlineData("5")]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    [InlineData("true")]
    public async Task A_body_that_is_no_object_answers_422_and_says_so(string body) =>
        Text((await Api.PostAsync(body)).ShouldBeProblem(422, "invalid"), "detail").ShouldContain("object");

    [Fact]
    public async Task One_name_twice_is_refused_by_name() =>
        (await Api.PostAsync("""{"destinations":[{"url":"https://a.example/"}],"title":"a","title":"b"}""")).ShouldRefuse("title", "once");

    [Fact]
    public async Task A_body_of_another_type_answers_415()
    {
        (await Api.SendAsync(HttpMethod.Post, "/api/v1/links", new StringContent("destinations=x", Encoding.UTF8, "application/x-www-form-urlencoded")))
            .ShouldBeProblem(415, "not_json");
        (await Api.SendAsync(HttpMethod.Post, "/api/v1/links")).ShouldBeProblem(415, "not_json");
    }

    [Fact]
    public async Task A_body_beyond_the_limit_answers_413() =>
        (await Api.PostAsync("""{"title":"{{""" + new string('x', 17 * 1024 * 1024) + "\"}")).ShouldBeProblem(413, "body_too_large");

    [Fact]
    public async Task Deep_JSON_is_refused() =>
        (await Api.PostAsync("""{"title":""" + new string('[', 5000) + new string(']', 5000) + "}")).Status.ShouldBeInRange(400, 422);

    [Theory]
    [InlineData("PUT", "/api/v1/links")]
    [InlineData("DELETE", "/api/v1/links")]
    [InlineData("PUT", "/api/v1/links/01900000-0000-7000-8000-00000000ffff")]
    [InlineData("GET", "/api/v1/links/01900000-0000-7000-8000-00000000ffff/bogus")]
    public async Task What_is_not_there_is_told_from_what_is_not_allowed(string method, string path)
    {
        var answer = await Api.SendAsync(new HttpMethod(method), path);

        if (method == "GET")
            answer.ShouldBeProblem(404, "no_such_endpoint");
        else
            answer.ShouldBeProblem(405, "method_not_allowed");
    }
}

public sealed class RefusalsOnSqlite(SqliteLinks links) : RefusalTests(links);

public sealed class RefusalsOnPostgres(PostgresLinks links) : RefusalTests(links);
