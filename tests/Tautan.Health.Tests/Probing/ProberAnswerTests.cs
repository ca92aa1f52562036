using System.Globalization;
using System.Net;
using Tautan.Health.Probing;
using Tautan.Testing.Misbehaving;

namespace Tautan.Health.Tests.Probing;

public sealed class ProberAnswerTests
{
    private readonly ProbeLine _line = new();

    [Fact]
    public async Task An_answer_is_told_with_all_that_was_seen()
    {
        await using var site = TestSite.Start().On("/page", Behaviours.Answer(200, "Hello, grüß 🎉.", ("Content-Type", "text/html; charset=utf-8")));
        var before = DateTimeOffset.UtcNow;

        var probe = await _line.ProbeAsync(site.Url("/page"));

        probe.Failure.ShouldBe(ProbeFailure.None);
        probe.Reason.ShouldBeNull();
        probe.Status.ShouldBe(200);
        probe.HttpVersion.ShouldBe("1.1");
        probe.Body.ShouldBe("Hello, grüß 🎉.");
        probe.BodyCut.ShouldBeFalse();
        probe.At.ShouldBeInRange(before, DateTimeOffset.UtcNow);
        probe.Certificate.ShouldBeNull();
        probe.Hops.ShouldBe([new ProbeHop(site.Url("/page"), 200, ProbeFailure.None, new RemoteAddress(IPAddress.Loopback, IPNetwork.Parse("127.0.0.0/8")))]);
        probe.Timings.Dns.ShouldBeNull();
        probe.Timings.Tls.ShouldBeNull();
        (probe.Timings.Connect!.Value + probe.Timings.FirstByte!.Value).ShouldBeLessThanOrEqualTo(probe.Timings.Total);
    }

    [Fact]
    public async Task It_asks_with_GET_and_says_who_it_is()
    {
        await using var site = TestSite.Start();

        await _line.ProbeAsync(site.Url("/a%20b?q=1#fragment"));

        var asked = site.Requests.ShouldHaveSingleItem();
        (asked.Method, asked.Target).ShouldBe(("GET", "/a%20b?q=1"));
        asked.Headers["User-Agent"].ShouldBe("Tautan/1.2.3 (+https://go.example/)");
        asked.Headers["Host"].ShouldBe($"127.0.0.1:{site.Port}");
        asked.Headers.Keys.ShouldNotContain("Authorization");
        asked.Headers.Keys.ShouldNotContain("traceparent");
    }

    [Theory]
    [InlineData(204)]
    [InlineData(304)]
    [InlineData(404)]
    [InlineData(451)]
    [InlineData(503)]
    [InlineData(999)]
    public async Task Any_status_is_an_answer(int status)
    {
        await using var site = TestSite.Start().On("/", Behaviours.Answer(status));

        var probe = await _line.ProbeAsync(site.Url());

        probe.Status.ShouldBe(status);
        probe.Failure.ShouldBe(ProbeFailure.None);
    }

    [Fact]
    public async Task Every_probe_opens_a_connection_of_its_own()
    {
        await using var site = TestSite.Start();

        for (var time = 0; time < 3; time++) await _line.ProbeAsync(site.Url());

        site.Connections.ShouldBe(3);
    }

    [Fact]
    public async Task A_name_is_looked_up_for_every_probe()
    {
        await using var site = TestSite.Start();
        _line.Resolver.Set("site.test", "127.0.0.1");

        var probe = await _line.ProbeAsync(site.UrlAs("site.test"));
        await _line.ProbeAsync(site.UrlAs("site.test"));

        probe.Timings.Dns.ShouldNotBeNull();
        _line.Resolver.Asked.ShouldBe(["site.test", "site.test"]);
    }

    [Fact]
    public async Task A_name_in_Unicode_is_looked_up_as_ASCII()
    {
        await using var site = TestSite.Start();
        _line.Resolver.Set("xn--bcher-kva.test", "127.0.0.1");

        var probe = await _line.ProbeAsync($"http://Bücher.test:{site.Port}/ä");

        probe.Status.ShouldBe(200, probe.Detail);
        site.Requests.Single().Headers["Host"].ShouldBe($"xn--bcher-kva.test:{site.Port}");
        site.Requests.Single().Target.ShouldBe("/%C3%A4");
    }

    [Fact]
    public async Task Of_a_long_body_64_KB_are_read()
    {
        await using var site = TestSite.Start().On("/", Behaviours.EndlessBody());

        var probe = await _line.ProbeAsync(site.Url());

        probe.Failure.ShouldBe(ProbeFailure.None);
        probe.Body!.Length.ShouldBe(64 * 1024);
        probe.BodyCut.ShouldBeTrue();
    }

    [Fact]
    public async Task A_bomb_unpacks_to_64_KB()
    {
        await using var site = TestSite.Start().On("/", Behaviours.GzipBomb(megabytes: 64));

        var probe = await _line.ProbeAsync(site.Url());

        probe.Failure.ShouldBe(ProbeFailure.None);
        probe.Body!.Length.ShouldBe(64 * 1024);
        probe.BodyCut.ShouldBeTrue();
    }

    [Fact]
    public async Task A_packed_body_is_unpacked()
    {
        await using var site = TestSite.Start().On("/", Behaviours.Gzip("Hello."));

        (await _line.ProbeAsync(site.Url())).Body.ShouldBe("Hello.");
    }

    [Fact]
    public async Task An_empty_body_may_call_itself_packed()
    {
        await using var site = TestSite.Start().On("/", Behaviours.Answer(200, "", ("Content-Encoding", "gzip")));

        var probe = await _line.ProbeAsync(site.Url());

        probe.Failure.ShouldBe(ProbeFailure.None, probe.Detail);
        probe.Body.ShouldBe("");
    }

    [Fact]
    public async Task A_body_that_nobody_wants_is_read_and_not_kept()
    {
        await using var site = TestSite.Start().On("/short", Behaviours.EndBodyEarly());

        var whole = await _line.Prober.ProbeAsync(new ProbeRequest(site.Url(), ProbeLine.Patience, KeepBody: false), TestContext.Current.CancellationToken);
        var shorter = await _line.Prober.ProbeAsync(new ProbeRequest(site.Url("/short"), ProbeLine.Patience, KeepBody: false), TestContext.Current.CancellationToken);

        (whole.Failure, whole.Body).ShouldBe((ProbeFailure.None, null));
        shorter.Failure.ShouldBe(ProbeFailure.Body);
    }

    [Fact]
    public async Task Events_that_never_end_are_an_answer()
    {
        await using var site = TestSite.Start().On("/", async exchange =>
        {
            await exchange.WriteAsync(Behaviours.Head(200, [("Content-Type", "text/event-stream")]));
            await exchange.HangAsync();
        });

        var probe = await _line.ProbeAsync(site.Url());

        (probe.Failure, probe.Status, probe.BodyCut).ShouldBe((ProbeFailure.None, 200, true));
    }

    [Fact]
    public async Task Retry_After_is_told_in_seconds_and_as_a_date()
    {
        await using var site = TestSite.Start()
            .On("/seconds", Behaviours.Answer(503, "", ("Retry-After", "120")))
            .On("/date", Behaviours.Answer(429, "", ("Retry-After", DateTimeOffset.UtcNow.AddHours(1).ToString("R", CultureInfo.InvariantCulture))))
            .On("/past", Behaviours.Answer(503, "", ("Retry-After", "Wed, 21 Oct 2015 07:28:00 GMT")))
            .On("/nonsense", Behaviours.Answer(503, "", ("Retry-After", "soon")));

        (await _line.ProbeAsync(site.Url("/seconds"))).RetryAfter.ShouldBe(TimeSpan.FromMinutes(2));
        (await _line.ProbeAsync(site.Url("/date"))).RetryAfter!.Value.ShouldBeInRange(TimeSpan.FromMinutes(30), TimeSpan.FromHours(1));
        (await _line.ProbeAsync(site.Url("/past"))).RetryAfter.ShouldBe(TimeSpan.Zero);
        (await _line.ProbeAsync(site.Url("/nonsense"))).RetryAfter.ShouldBeNull();
    }

    [Theory]
    [InlineData("cf-mitigated", "challenge", true)]
    [InlineData("X-Amzn-Waf-Action", "CAPTCHA", true)]
    [InlineData("cf-mitigated", "no", false)]
    [InlineData("server", "cloudflare", false)]
    public async Task A_bot_wall_is_known_by_its_headers(string header, string value, bool wall)
    {
        await using var site = TestSite.Start().On("/", Behaviours.Answer(503, "", (header, value)));

        (await _line.ProbeAsync(site.Url())).BotWall.ShouldBe(wall);
    }

    [Fact]
    public async Task Many_probes_at_once_do_not_mix_their_facts()
    {
        await using var site = TestSite.Start();
        for (var path = 0; path < 50; path++) site.On($"/{path}", Behaviours.Answer(200 + path, $"Page {path}"));

        var probes = await Task.WhenAll(Enumerable.Range(0, 50).Select(path => _line.ProbeAsync(site.Url($"/{path}"))));

        probes.Index().ShouldAllBe(probe => probe.Item.Status == 200 + probe.Index && (probe.Index == 4 || probe.Item.Body == $"Page {probe.Index}"));
        site.Connections.ShouldBe(50);
    }
}
