using System.Net;
using Microsoft.AspNetCore.Http;

namespace Tautan.Gateway.Tests.Door;

public sealed class DoorForwardedTests
{
    private const string Trusted = "127.0.0.0/8";
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_is_no_trusted_proxy_is_not_believed()
    {
        (await ToldAsync(null, ("X-Forwarded-For", "203.0.113.9"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "evil.example"), ("Forwarded", "for=203.0.113.9;proto=https")))
            .ShouldBe("127.0.0.1 http HOST ");
    }

    [Fact]
    public async Task A_trusted_proxy_is_believed_and_its_words_are_said_anew() =>
        (await ToldAsync(Trusted, ("X-Forwarded-For", "198.51.100.1, 203.0.113.9, 127.0.0.2"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "go.example")))
            .ShouldBe("203.0.113.9 https go.example ");

    [Fact]
    public async Task A_trusted_proxy_may_speak_RFC_7239() =>
        (await ToldAsync(Trusted, ("Forwarded", "for=198.51.100.1;proto=http;host=evil.example, for=\"[2001:db8::9]:4711\";Proto=https;host=go.example, for=127.0.0.2;proto=http")))
            .ShouldBe("2001:db8::9 https go.example ");

    [Fact]
    public async Task Of_both_forms_the_one_that_every_proxy_sets_is_believed() =>
        (await ToldAsync(Trusted, ("X-Forwarded-For", "203.0.113.9"), ("Forwarded", "for=198.51.100.1;proto=https;host=evil.example"))).ShouldBe("203.0.113.9 http HOST ");

    [Theory]
    [InlineData("for=\"203.0.113.9")]
    [InlineData("for=203.0.113.9;;")]
    [InlineData("for=203.0.113.9 proto=https")]
    [InlineData("for=unknown;proto=ftp;host=a/b")]
    [InlineData("203.0.113.9")]
    [InlineData(",")]
    public async Task What_a_trusted_proxy_passes_on_and_makes_no_sense_says_nothing(string forwarded) =>
        (await ToldAsync(Trusted, ("Forwarded", forwarded))).ShouldBe("127.0.0.1 http HOST ");

    [Theory]
    [InlineData("go.example", null)]
    [InlineData("go.example:8080", null)]
    [InlineData("go.example", "localhost")]
    public async Task The_API_is_at_the_admin_hosts_alone(string host, string? forwardedHost)
    {
        await using var installation = await Installation.StartAsync(new() { ["Gateway:TrustedProxies:0"] = Trusted });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/links") { Headers = { Host = host } };
        if (forwardedHost is not null)
            request.Headers.Add("X-Forwarded-Host", forwardedHost);
        using var response = await installation.Client.SendAsync(request, Token);
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await DoorTests.CodeOf(response)).ShouldBe("not_an_admin_host");
    }

    // Address, scheme, host and what the service got of Forwarded.
    private static async Task<string> ToldAsync(string? trusted, params (string Name, string Value)[] headers)
    {
        await using var installation = await Installation.StartAsync(trusted is null ? [] : new() { ["Gateway:TrustedProxies:0"] = trusted });
        installation.Links.Answer = context =>
        {
            var got = context.Request.Headers;
            return context.Response.WriteAsync($"{got["X-Forwarded-For"]} {got["X-Forwarded-Proto"]} {got["X-Forwarded-Host"]} {got["Forwarded"]}", Token);
        };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/links");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        var told = await (await installation.Client.SendAsync(request, Token)).Content.ReadAsStringAsync(Token);
        return told.Replace(installation.Client.BaseAddress!.Authority, "HOST", StringComparison.Ordinal);
    }
}
