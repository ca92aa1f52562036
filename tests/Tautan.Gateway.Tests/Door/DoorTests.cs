using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Tautan.Contracts;

namespace Tautan.Gateway.Tests.Door;

public sealed class DoorTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/api/v1/links", "links")]
    [InlineData("/api/v1/links/bulk", "links")]
    [InlineData("/api/v1/links/0190/routes", "links")]
    [InlineData("/api/v1/links/0190/health", "health")]
    [InlineData("/api/v1/links/0190/checks?limit=1", "health")]
    [InlineData("/api/v1/links/0190/check", "health")]
    [InlineData("/api/v1/links/0190/failback", "health")]
    [InlineData("/api/v1/links/0190/baseline", "health")]
    public async Task A_path_reaches_the_service_that_declared_it(string path, string service)
    {
        await using var installation = await Installation.StartAsync();
        (await installation.Client.GetStringAsync(path, Token)).ShouldBe(service);
    }

    [Theory]
    [InlineData("/api/v1/nothing")]
    [InlineData("/api")]
    [InlineData("/docs/x.html")]
    [InlineData("/.well-known/x")]
    public async Task A_path_that_nobody_declared_is_a_problem(string path)
    {
        await using var installation = await Installation.StartAsync();
        using var response = await installation.NewClient().GetAsync(path, Token);
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await CodeOf(response)).ShouldBe("no_such_endpoint");
    }

    [Fact]
    public async Task A_request_comes_through_whole_with_a_token_and_without_the_key()
    {
        await using var installation = await Installation.StartAsync();
        var seen = new TaskCompletionSource<(string Method, string Url, string Body, Dictionary<string, string> Headers)>();
        installation.Links.Answer = async context =>
        {
            var body = await new StreamReader(context.Request.Body).ReadToEndAsync();
            seen.SetResult((context.Request.Method, context.Request.Path + context.Request.QueryString.ToString(), body, context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
            context.Response.StatusCode = 201;
            context.Response.Headers.ETag = "\"1\"";
            await context.Response.WriteAsync("made");
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/links?a=%2F&b=ü") { Content = new StringContent("{}") };
        request.Headers.Add("Idempotency-Key", "42");
        request.Headers.Add("Tautan-Workspace", Guid.NewGuid().ToString());
        request.Headers.Add("tautan-subject", "key:evil");
        request.Headers.Add("TAUTAN-SCOPES", "everything");
        request.Headers.Add("Tautan-Anything", "x");
        request.Headers.Add("X-Forwarded-For", "203.0.113.9");
        request.Headers.Add("Forwarded", "for=203.0.113.9");
        request.Headers.TryAddWithoutValidation("Connection", "X-Hop, Tautan-Scopes, content-length, b@d");
        request.Headers.Add("X-Hop", "1");
        using var response = await installation.Client.SendAsync(request, Token);

        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        response.Headers.ETag!.Tag.ShouldBe("\"1\"");
        (await response.Content.ReadAsStringAsync(Token)).ShouldBe("made");
        var (method, url, body, headers) = await seen.Task;
        method.ShouldBe("POST");
        url.ShouldBe("/api/v1/links?a=%2F&b=%C3%BC");
        body.ShouldBe("{}");
        headers["Idempotency-Key"].ShouldBe("42");
        headers["Authorization"].ShouldStartWith("Bearer ey");
        headers["Authorization"].ShouldNotContain(installation.Key);
        headers.ShouldNotContainKey("Tautan-Workspace");
        headers.ShouldNotContainKey("Tautan-Subject");
        headers.ShouldNotContainKey("Tautan-Scopes");
        headers["X-Forwarded-For"].ShouldBe("127.0.0.1");
        headers.ShouldNotContainKey("Tautan-Anything");
        headers.ShouldNotContainKey("Forwarded");
        headers.ShouldNotContainKey("Connection");
        headers.ShouldNotContainKey("X-Hop");
    }

    [Fact]
    public async Task A_service_that_is_away_is_named_at_once()
    {
        await using var installation = await Installation.StartAsync();
        await installation.StopAsync(ServiceNames.Links);
        using var response = await installation.Client.GetAsync("/api/v1/links", Token);
        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter.ShouldNotBeNull();
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Token);
        problem.GetProperty("code").GetString().ShouldBe("service_unavailable");
        problem.GetProperty("detail").GetString()!.ShouldContain("links");
        (await installation.Client.GetStringAsync("/api/v1/links/1/health", Token)).ShouldBe("health");
    }

    [Fact]
    public async Task An_answer_comes_through_as_it_is_made()
    {
        await using var installation = await Installation.StartAsync();
        var mayEnd = new TaskCompletionSource();
        installation.Links.Answer = async context =>
        {
            await context.Response.WriteAsync("first", Token);
            await context.Response.Body.FlushAsync(Token);
            await mayEnd.Task;
            await context.Response.WriteAsync("second", Token);
        };
        using var response = await installation.Client.GetAsync("/api/v1/links", HttpCompletionOption.ResponseHeadersRead, Token);
        await using var stream = await response.Content.ReadAsStreamAsync(Token);
        var first = new byte[5];
        await stream.ReadExactlyAsync(first, Token);
        first.ShouldBe("first"u8.ToArray());
        mayEnd.SetResult();
        (await new StreamReader(stream).ReadToEndAsync(Token)).ShouldBe("second");
    }

    [Fact]
    public async Task A_change_is_answered_when_this_gateway_has_it()
    {
        await using var installation = await Installation.StartAsync();
        installation.Links.Answer = context =>
        {
            var link = Tests.Links.Of("fresh", "https://a.example/fresh");
            var revision = installation.Links.Feed.Put(link);
            context.Response.Headers["Tautan-Revision"] = $"links/{installation.Links.Feed.Epoch}/{revision}";
            context.Response.Headers["Tautan-Other"] = "inside";
            return Task.CompletedTask;
        };
        using var created = await installation.Client.PostAsync("/api/v1/links", null, Token);
        created.Headers.ShouldNotContain(header => header.Key.StartsWith("Tautan-", StringComparison.OrdinalIgnoreCase));
        using var redirect = await installation.Client.GetAsync("/fresh", Token);
        redirect.Headers.Location.ShouldBe(new Uri("https://a.example/fresh"));
    }

    [Theory]
    [InlineData("links/another-epoch/1")]
    [InlineData("links/x")]
    [InlineData("nothing/x/1")]
    [InlineData("links/x/-1")]
    [InlineData("")]
    public async Task A_revision_that_never_comes_does_not_hold_the_answer_for_ever(string revision)
    {
        await using var installation = await Installation.StartAsync();
        installation.Links.Answer = context =>
        {
            context.Response.Headers["Tautan-Revision"] = revision;
            context.Response.StatusCode = 204;
            return Task.CompletedTask;
        };
        using var response = await installation.Client.PostAsync("/api/v1/links", null, Token);
        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    internal static async Task<string?> CodeOf(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("code").GetString();
}
