using System.Net;
using Tautan.Contracts.Health;
using Tautan.Health.Probing;
using Tautan.Testing.Misbehaving;

namespace Tautan.Health.Tests.Probing;

public sealed class ProberRedirectTests
{
    private readonly ProbeLine _line = new();

    [Theory]
    [InlineData(301), InlineData(302), InlineData(303), InlineData(307), InlineData(308)]
    public async Task A_redirect_is_followed_and_every_hop_recorded(int status)
    {
        await using var other = TestSite.Start(address: IPAddress.Parse("127.0.0.2")).On("/end", Behaviours.Answer(200, "The end."));
        await using var site = TestSite.Start().On("/", Behaviours.RedirectTo("next#here", status)).On("/next", Behaviours.RedirectTo(other.Url("/end"), status));

        var probe = await _line.ProbeAsync(site.Url());

        probe.Status.ShouldBe(200);
        probe.Hops.Select(hop => (hop.Url, hop.Status, hop.Remote!.Address)).ShouldBe(
        [
            (site.Url(), status, IPAddress.Loopback),
            (site.Url("/next"), status, IPAddress.Loopback),
            (other.Url("/end"), 200, IPAddress.Parse("127.0.0.2")),
        ]);
        probe.Remote!.Address.ShouldBe(IPAddress.Parse("127.0.0.2"));
        (probe.Url, probe.Body).ShouldBe((site.Url(), "The end."));
    }

    [Fact]
    public async Task Ten_redirects_are_followed()
    {
        await using var site = Chain(10);

        var probe = await _line.ProbeAsync(site.Url("/0"));

        (probe.Failure, probe.Status, probe.Hops.Count).ShouldBe((ProbeFailure.None, 200, 11));
    }

    [Fact]
    public async Task Eleven_are_too_many()
    {
        await using var site = Chain(11);

        var probe = await _line.ProbeAsync(site.Url("/0"));

        (probe.Failure, probe.Reason, probe.Status).ShouldBe((ProbeFailure.Redirect, Reasons.TooManyRedirects, 302));
        probe.Hops.Count.ShouldBe(11);
        site.Requests.Count.ShouldBe(11);
    }

    [Fact]
    public async Task A_circle_is_a_loop()
    {
        await using var site = TestSite.Start().On("/a", Behaviours.RedirectTo("/b")).On("/b", Behaviours.RedirectTo("/a#again"));

        var probe = await _line.ProbeAsync(site.Url("/a"));

        (probe.Failure, probe.Reason).ShouldBe((ProbeFailure.Redirect, Reasons.RedirectLoop));
        site.Requests.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("http://")]
    [InlineData("http:///path")]
    [InlineData("http://a b/")]
    [InlineData("mailto:somebody@example.com")]
    [InlineData("javascript:alert(1)")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://127.0.0.1/")]
    public async Task A_Location_that_leads_nowhere_is_a_bad_redirect(string location)
    {
        await using var site = TestSite.Start().On("/", Behaviours.RedirectTo(location));

        var probe = await _line.ProbeAsync(site.Url());

        (probe.Failure, probe.Reason, probe.Status).ShouldBe((ProbeFailure.Redirect, Reasons.BadRedirect, 302), probe.Detail);
    }

    [Fact]
    public async Task A_redirect_without_or_with_two_or_an_endless_Location_is_a_bad_redirect()
    {
        await using var site = TestSite.Start()
            .On("/none", Behaviours.Answer(302))
            .On("/two", Behaviours.Answer(302, "", ("Location", "/x"), ("Location", "/y")))
            .On("/long", Behaviours.RedirectTo("/" + new string('a', 9000)));

        foreach (var path in new[] { "/none", "/two", "/long" })
        {
            (await _line.ProbeAsync(site.Url(path))).Reason.ShouldBe(Reasons.BadRedirect, path);
        }
    }

    [Fact]
    public async Task A_hop_that_is_not_allowed_is_not_reached()
    {
        await using var secret = TestSite.Start(address: IPAddress.Parse("127.0.0.2"));
        await using var site = TestSite.Start().On("/", Behaviours.RedirectTo(secret.Url("/admin")));

        var probe = await new ProbeLine(["127.0.0.1/32"]).ProbeAsync(site.Url());

        (probe.Failure, probe.Reason).ShouldBe((ProbeFailure.NotPublic, Reasons.NotPublic));
        probe.Hops.Select(hop => hop.Failure).ShouldBe([ProbeFailure.None, ProbeFailure.NotPublic]);
        secret.Connections.ShouldBe(0);
    }

    [Fact]
    public async Task A_dead_end_speaks_against_its_own_origin_alone()
    {
        await using var gone = TestSite.Start();
        await gone.StopAsync();
        await using var site = TestSite.Start().On("/", Behaviours.RedirectTo(gone.Url()));

        var probe = await _line.ProbeAsync(site.Url());

        (probe.Failure, probe.Reason, probe.Status).ShouldBe((ProbeFailure.Connect, Reasons.Refused, null));
        probe.Hops.Select(hop => (hop.Url, hop.Failure.CountsForOrigin())).ShouldBe([(site.Url(), false), (gone.Url(), true)]);
    }

    [Fact]
    public async Task The_timeout_is_for_all_hops_together()
    {
        await using var site = Chain(3).On("/2", Behaviours.HangBeforeHead());

        var probe = await _line.ProbeAsync(site.Url("/0"), 500);

        (probe.Failure, probe.Reason, probe.Hops.Count).ShouldBe((ProbeFailure.FirstByte, Reasons.Timeout, 3));
    }

    [Fact]
    public async Task No_credentials_are_taken_along()
    {
        await using var site = TestSite.Start();
        site.On("/", Behaviours.RedirectTo($"http://user:secret@127.0.0.1:{site.Port}/next"));

        var probe = await _line.ProbeAsync(site.Url());

        probe.Hops[^1].Url.ShouldBe(site.Url("/next"));
        site.Requests[^1].Headers.Keys.ShouldNotContain("Authorization");
    }

    private static TestSite Chain(int redirects)
    {
        var site = TestSite.Start();
        for (var hop = 0; hop < redirects; hop++) site.On($"/{hop}", Behaviours.RedirectTo($"/{hop + 1}"));
        return site;
    }
}
