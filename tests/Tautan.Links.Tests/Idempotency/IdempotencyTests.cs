using System.Text.Json.Nodes;

namespace Tautan.Links.Tests.Idempotency;

public abstract class IdempotencyTests(LinksFixture links) : LinksTest(links)
{
    [Fact]
    public async Task The_same_key_gives_the_same_answer_and_makes_one_link()
    {
        var key = Guid.NewGuid().ToString();
        var body = With(("title", "once"));

        var first = await Api.SendAsync(HttpMethod.Post, "/api/v1/links", body, key);
        var again = await Api.SendAsync(HttpMethod.Post, "/api/v1/links", body, key);

        first.ShouldBe(201);
        again.ShouldBe(first);
        (await Api.SlugsAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Another_request_under_the_same_key_is_refused()
    {
        var key = Guid.NewGuid().ToString();
        (await Api.SendAsync(HttpMethod.Post, "/api/v1/links", With(), key)).ShouldBe(201);

        (await Api.SendAsync(HttpMethod.Post, "/api/v1/links", With(("title", "other")), key)).ShouldBeProblem(422, "idempotency_key_reused");
        (await Api.BulkAsync(HttpMethod.Post, new JsonObject { ["links"] = new JsonArray(With()) }, key)).ShouldBeProblem(422, "idempotency_key_reused");
        (await Links.Api(Guid.NewGuid()).SendAsync(HttpMethod.Post, "/api/v1/links", With(("title", "other")), key)).ShouldBe(201);
    }

    [Fact]
    public async Task Many_at_once_under_one_key_do_it_once()
    {
        var key = Guid.NewGuid().ToString();
        var body = new JsonObject { ["links"] = new JsonArray(With(), With()) };

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Api.BulkAsync(HttpMethod.Post, body, key)));

        answers.Select(answer => answer.Text).Distinct().ShouldHaveSingleItem();
        (await Api.SlugsAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Changes_and_deletions_of_many_are_kept_too()
    {
        var link = await Api.CreateAsync(With());
        var (change, delete) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        var patch = new JsonObject { ["ids"] = new JsonArray(Id(link)), ["changes"] = new JsonObject { ["title"] = "x" } };
        var gone = new JsonObject { ["ids"] = new JsonArray(Id(link)) };

        (await Api.BulkAsync(HttpMethod.Patch, patch, change)).ShouldBe(await Api.BulkAsync(HttpMethod.Patch, patch, change));
        var first = await Api.BulkAsync(HttpMethod.Delete, gone, delete);
        (await Api.BulkAsync(HttpMethod.Delete, gone, delete)).ShouldBe(first);
        first.Json.GetProperty("items")[0].GetProperty("status").GetInt32().ShouldBe(204);
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("a b")]
    public async Task A_key_that_is_none_is_refused(string key) =>
        (await Api.SendAsync(HttpMethod.Post, "/api/v1/links", With(), key)).ShouldRefuse("Idempotency-Key", "visible ASCII");

    [Fact]
    public async Task A_key_has_at_most_255_characters()
    {
        (await Api.SendAsync(HttpMethod.Post, "/api/v1/links", With(), new string('k', 256))).ShouldRefuse("Idempotency-Key", "1 to 255");
        (await Api.SendAsync(HttpMethod.Post, "/api/v1/links", With(), new string('k', 255))).ShouldBe(201);
    }
}

public sealed class IdempotencyOnSqlite(SqliteLinks links) : IdempotencyTests(links);

public sealed class IdempotencyOnPostgres(PostgresLinks links) : IdempotencyTests(links);
