using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Time.Testing;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Contracts.Identity;
using Tautan.Gateway.Access;
using Tautan.Gateway.Tests.Door;

namespace Tautan.Gateway.Tests.Access;

public sealed class GrantTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_is_exchanged_once_however_many_come_with_it()
    {
        await using var installation = await Installation.StartAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => installation.Client.GetAsync("/api/v1/links", Token)));
        answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.OK);
        (await installation.Client.GetAsync("/api/v1/links", Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        installation.Identity.Exchanges.ShouldBe(1);
    }

    [Fact]
    public async Task A_known_key_goes_on_while_Identity_is_away_and_an_unknown_one_hears_why_not()
    {
        await using var installation = await Installation.StartAsync();
        (await installation.Client.GetAsync("/api/v1/links", Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await installation.StopAsync(ServiceNames.Identity);
        (await installation.Client.GetAsync("/api/v1/links", Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var response = await With(installation, ApiKey.New());
        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter.ShouldNotBeNull();
        (await DoorTests.CodeOf(response)).ShouldBe("identity_unavailable");
    }

    [Fact]
    public async Task A_revoked_key_is_refused_as_soon_as_the_feed_says_so()
    {
        await using var installation = await Installation.StartAsync();
        (await installation.Client.GetAsync("/api/v1/links", Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        installation.Identity.Known.TryRemove(installation.Key, out var principal).ShouldBeTrue();
        (await installation.Client.GetAsync("/api/v1/links", Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await RevokeAsync(installation, RevocationFeedKeys.Key(Guid.Parse(principal!.Subject[4..])));
        (await installation.Client.GetAsync("/api/v1/links", Token)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_user_whose_role_changed_is_asked_for_anew()
    {
        await using var installation = await Installation.StartAsync();
        var user = Guid.CreateVersion7();
        var principal = installation.Identity.Known[installation.Key] with { User = user };
        installation.Identity.Known[installation.Key] = principal;
        (await installation.Client.GetAsync("/api/v1/gateway", Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        installation.Identity.Known[installation.Key] = principal with { Scopes = new HashSet<string> { Scopes.LinksRead }, Role = Roles.Viewer };
        await RevokeAsync(installation, RevocationFeedKeys.User(user));
        using var response = await installation.Client.GetAsync("/api/v1/gateway", Token);
        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        response.Headers.WwwAuthenticate.ToString().ShouldContain("error=\"insufficient_scope\"");
    }

    [Fact]
    public async Task Thirty_wrong_keys_a_minute_are_enough()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var failures = new FailedAttempts(time);
        var address = IPAddress.Parse("2001:db8::1");
        for (var i = 0; i < FailedAttempts.Most; i++)
        {
            failures.Wait(address).ShouldBe(TimeSpan.Zero);
            failures.Add(address);
        }

        failures.Wait(IPAddress.Parse("2001:db8::2")).ShouldBe(TimeSpan.FromMinutes(1));
        failures.Wait(IPAddress.Parse("192.0.2.1")).ShouldBe(TimeSpan.Zero);
        time.Advance(TimeSpan.FromMinutes(1));
        failures.Wait(address).ShouldBe(TimeSpan.Zero);

        await using var installation = await Installation.StartAsync();
        for (var i = 0; i < FailedAttempts.Most; i++)
            (await With(installation, "wrong")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var refused = await With(installation, ApiKey.New());
        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter.ShouldNotBeNull();
        refused.Headers.GetValues("RateLimit-Policy").Single().ShouldBe("\"failures\";q=30;w=60");
        installation.Identity.Exchanges.ShouldBe(0);
    }

    [Fact]
    public async Task A_known_key_does_not_wait_for_the_failures_of_a_neighbour()
    {
        await using var installation = await Installation.StartAsync();
        (await installation.Client.GetAsync("/api/v1/links", Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        for (var i = 0; i <= FailedAttempts.Most; i++)
            await With(installation, "wrong");
        (await With(installation, ApiKey.New())).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await installation.Client.GetAsync("/api/v1/links", Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public void A_key_for_one_network_is_none_from_elsewhere()
    {
        var grant = new Grant("t", new Principal(Guid.Empty, "key:x", new HashSet<string>()), default, default, [IPNetwork.Parse("10.0.0.0/8")]);
        grant.Allows(IPAddress.Parse("10.1.2.3")).ShouldBeTrue();
        grant.Allows(IPAddress.Parse("::ffff:10.1.2.3")).ShouldBeTrue();
        grant.Allows(IPAddress.Parse("11.1.2.3")).ShouldBeFalse();
        grant.Allows(null).ShouldBeFalse();
    }

    private static async Task RevokeAsync(Installation installation, Contracts.Feeds.FeedKey key)
    {
        var follower = installation.Follower("revocations");
        var revision = installation.Identity.Revocations.Put((key, new RevocationRecord { At = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() }));
        (await follower.WaitForAsync(installation.Identity.Revocations.Epoch, revision, TimeSpan.FromSeconds(30), Token)).ShouldBeTrue();
    }

    private static async Task<HttpResponseMessage> With(Installation installation, string key)
    {
        using var client = installation.NewClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/links");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return await client.SendAsync(request, Token);
    }
}
