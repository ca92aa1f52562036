using System.Net;
using Tautan.Contracts.Access;
using Tautan.Gateway.Tests.Door;

namespace Tautan.Gateway.Tests.Access;

public sealed class AuthenticationTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_key_the_challenge_says_how()
    {
        await using var installation = await Installation.StartAsync();
        foreach (var path in new[] { "/api/v1/links", "/api/v1/links/1/health", "/api/v1/gateway" })
        {
            using var response = await installation.NewClient().GetAsync(path, Token);
            response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            response.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer realm=\"tautan\"");
            response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
            (await DoorTests.CodeOf(response)).ShouldBe("unauthenticated");
        }
    }

    [Theory]
    [InlineData("Bearer wrong")]
    [InlineData("Bearer ")]
    [InlineData("Bearer")]
    [InlineData("Basic dXNlcjpwYXNz")]
    [InlineData("Bearer {0}x")]
    [InlineData("Bearer x{0}")]
    [InlineData("{0}")]
    public async Task A_wrong_key_is_refused(string header)
    {
        await using var installation = await Installation.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/links");
        request.Headers.TryAddWithoutValidation("Authorization", header.Replace("{0}", installation.Key, StringComparison.Ordinal));
        using var response = await installation.NewClient().SendAsync(request, Token);
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        response.Headers.WwwAuthenticate.ToString().ShouldContain("error=\"invalid_token\"");
    }

    [Fact]
    public async Task Another_key_of_the_right_form_is_refused()
    {
        await using var installation = await Installation.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/links");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {ApiKey.New()}");
        (await installation.NewClient().SendAsync(request, Token)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_scheme_may_be_written_in_any_case()
    {
        await using var installation = await Installation.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/links");
        request.Headers.TryAddWithoutValidation("Authorization", $"bEARER {installation.Key}");
        (await installation.NewClient().SendAsync(request, Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
