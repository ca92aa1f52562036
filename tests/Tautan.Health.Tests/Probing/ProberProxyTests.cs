using Tautan.Contracts.Health;
using Tautan.Health.Probing;
using Tautan.Health.Verdicts;
using Tautan.Platform.Outbound;
using Tautan.Testing.Misbehaving;

namespace Tautan.Health.Tests.Probing;

/// <summary>Through a proxy, which looks names up and decides what may be reached.</summary>
public sealed class ProberProxyTests : IAsyncDisposable
{
    private readonly TestCertificates _certificates = new();
    private readonly TestProxy _proxy = new();
    private readonly ProbeLine _line;

    public ProberProxyTests() => _line = Line(new OutboundProxy("127.0.0.1", _proxy.Port, false, null));

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        _certificates.Dispose();
    }

    private ProbeLine Line(OutboundProxy proxy, ConnectionShelf? shelf = null) => new(allowed: [], trusted: _certificates, shelf: shelf, proxy: proxy);

    [Fact]
    public async Task Http_is_asked_for_in_absolute_form_and_nobody_else_is_asked_for_the_name()
    {
        await using var site = TestSite.Start();
        var probe = await _line.ProbeAsync(site.UrlAs("a.tautan.test", "/x?y=1"));
        (probe.Failure, probe.Status, probe.Body).ShouldBe((ProbeFailure.None, 200, "It works."), probe.Detail);
        _proxy.Asked.ShouldBe([$"GET http://a.tautan.test:{site.Port}/x?y=1 HTTP/1.1"]);
        _line.Resolver.Asked.ShouldBeEmpty();
        probe.Remote.ShouldBeNull();
    }

    [Fact]
    public async Task Https_goes_through_a_tunnel_and_its_certificate_is_judged_here()
    {
        await using var good = TestSite.Start(_certificates.Good());
        await using var bad = TestSite.Start(_certificates.Expired());
        var probe = await _line.ProbeAsync(good.UrlAs("a.tautan.test"));
        (probe.Failure, probe.Status).ShouldBe((ProbeFailure.None, 200), probe.Detail);
        probe.Certificate!.Server.ShouldBe($"a.tautan.test:{good.Port}");
        (await _line.ProbeAsync(bad.UrlAs("a.tautan.test"))).Reason.ShouldBe(Reasons.TlsExpired);
        _proxy.Asked[0].ShouldBe($"CONNECT a.tautan.test:{good.Port} HTTP/1.1");
    }

    [Fact]
    public async Task Connections_through_it_are_shared_as_others_are()
    {
        using var shelf = new ConnectionShelf(10, TimeSpan.FromSeconds(60), TimeProvider.System);
        await using var site = TestSite.Start(_certificates.Good());
        var line = Line(new OutboundProxy("127.0.0.1", _proxy.Port, false, null), shelf);
        for (var i = 0; i < 5; i++) (await line.ProbeAsync(site.UrlAs("a.tautan.test"))).Status.ShouldBe(200);
        _proxy.Asked.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Proxy_that_wants_to_know_who_asks_is_told(bool tls)
    {
        _proxy.Authorization = "Basic dXNlcjpwYTpzcw==";
        await using var site = TestSite.Start(tls ? _certificates.Good() : null);
        OutboundProxy.TryParse($"http://user:pa%3Ass@127.0.0.1:{_proxy.Port}", out var proxy).ShouldBeTrue();
        (await Line(proxy).ProbeAsync(site.UrlAs("a.tautan.test"))).Status.ShouldBe(200);
        var stranger = await _line.ProbeAsync(site.UrlAs("a.tautan.test"));
        (stranger.Failure, stranger.Reason).ShouldBe((ProbeFailure.Proxy, Reasons.ProxyFailure), stranger.Detail);
        site.Requests.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("http://127.0.0.1:PORT/")]
    [InlineData("http://2130706433:PORT/")]
    [InlineData("http://[::ffff:127.0.0.1]:PORT/")]
    [InlineData("http://localhost:PORT/")]
    [InlineData("https://a.localhost:PORT/")]
    [InlineData("http://169.254.169.254/")]
    public async Task Host_that_says_itself_that_it_is_not_public_is_refused_before_the_proxy_hears_of_it(string url)
    {
        await using var site = TestSite.Start();
        (await _line.ProbeAsync(url.Replace("PORT", $"{site.Port}", StringComparison.Ordinal))).Failure.ShouldBe(ProbeFailure.NotPublic);
        _proxy.Asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false, 502, nameof(ProbeFailure.Http), Reasons.HttpStatus)]
    [InlineData(true, 503, nameof(ProbeFailure.Connect), Reasons.Unreachable)]
    [InlineData(true, 504, nameof(ProbeFailure.Connect), Reasons.Unreachable)]
    [InlineData(true, 403, nameof(ProbeFailure.NotPublic), Reasons.ProxyFailure)]
    [InlineData(true, 407, nameof(ProbeFailure.Proxy), Reasons.ProxyFailure)]
    [InlineData(false, 407, nameof(ProbeFailure.Proxy), Reasons.ProxyFailure)]
    public async Task What_the_proxy_says_itself_is_told_apart_from_what_the_server_says(bool tls, int status, string failure, string reason)
    {
        _proxy.Refuses = status;
        var probe = await _line.ProbeAsync($"{(tls ? "https" : "http")}://a.tautan.test:9/");
        (probe.Failure.ToString(), probe.Reason).ShouldBe((failure, reason), probe.Detail);
        probe.Status.ShouldBeNull("it is no answer of the server, and no witness that we can see");
    }

    [Fact]
    public async Task Proxy_that_is_gone_says_nothing_about_anybody()
    {
        await _proxy.DisposeAsync();
        foreach (var url in (string[])["http://a.tautan.test/", "https://a.tautan.test/"])
        {
            var probe = await _line.ProbeAsync(url);
            (probe.Failure, probe.Reason).ShouldBe((ProbeFailure.Proxy, Reasons.ProxyFailure), probe.Detail);
            Contact.Of(probe).Kind.ShouldBe(ContactKind.None);
            Expectation.Default.Judge(probe).Kind.ShouldBe(JudgementKind.Unseen);
        }
    }

    [Theory]
    [InlineData("http://proxy.example:3128", true)]
    [InlineData("https://user:p%40ss@[::1]:3128/", true)]
    [InlineData("http://proxy.example", true)]
    [InlineData("proxy.example:3128", false)]
    [InlineData("socks5://proxy.example", false)]
    [InlineData("http://proxy.example/path", false)]
    [InlineData("", false)]
    public void Proxy_is_a_URL_without_a_path_and_never_printed_with_its_password(string text, bool isProxy)
    {
        OutboundProxy.TryParse(text, out var proxy).ShouldBe(isProxy);
        if (isProxy) proxy.ToString().ShouldNotContain("p@ss");
    }
}
