using System.Net;
using System.Text;
using System.Text.Json;
using Tautan.Contracts;
using Tautan.Contracts.Clicks;
using Tautan.Contracts.Links;
using Tautan.Gateway.Redirecting;
using Tautan.Gateway.Tests.Table;

namespace Tautan.Gateway.Tests.Redirecting;

public sealed class RedirectServerTests
{
    private const string A = "https://a.example/x";
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_link_redirects()
    {
        await using var edge = await RunningRedirects.StartAsync();
        edge.Table.Put(Links.Of("x", A));
        using var response = await edge.Client.GetAsync("/x", Token);
        response.StatusCode.ShouldBe(HttpStatusCode.Found);
        response.Headers.Location.ShouldBe(new Uri(A));
        response.Headers.CacheControl!.ToString().ShouldBe("max-age=0, private");
        response.Content.Headers.ContentLength.ShouldBe(0);
    }

    [Fact]
    public async Task A_redirects_record_says_all_of_it()
    {
        await using var edge = await RunningRedirects.StartAsync();
        var link = Links.Of("x", A);
        edge.Table.Put(link);
        await edge.SendAsync(
            "GET /x?utm=1 HTTP/1.1\r\nHost: go.example\r\nUser-Agent: agent\r\nReferer: https://r.example/\r\nAccept-Language: de\r\nDNT: 1\r\nSec-GPC: 1\r\nConnection: close\r\n\r\n");
        ClickRecord.TryRead(edge.Clicks.ShouldHaveSingleItem(), out var click).ShouldBeTrue();
        click.Time.ShouldBe(edge.Time.GetUtcNow().ToUnixTimeMilliseconds());
        click.Kind.ShouldBe(ClickKind.Redirect);
        click.Method.ShouldBe(ClickMethod.Get);
        click.Flags.ShouldBe(ClickFlags.DoNotTrack | ClickFlags.GlobalPrivacyControl);
        click.Status.ShouldBe(302);
        click.Workspace.ShouldBe(WellKnown.WorkspaceId);
        click.Link.ShouldBe(link.Id.ToGuid());
        click.Domain.ShouldBe(WellKnown.DefaultDomainId);
        click.Destination.ShouldBe(link.Routes[0].Destinations[0].Id.ToGuid());
        click.Address.ShouldBe(IPAddress.Loopback);
        Encoding.UTF8.GetString(click.Host).ShouldBe("go.example");
        Encoding.UTF8.GetString(click.PathAndQuery).ShouldBe("/x?utm=1");
        Encoding.UTF8.GetString(click.UserAgent).ShouldBe("agent");
        Encoding.UTF8.GetString(click.Referer).ShouldBe("https://r.example/");
        Encoding.UTF8.GetString(click.AcceptLanguage).ShouldBe("de");
    }

    [Fact]
    public async Task Head_is_the_same_and_its_record_says_so()
    {
        await using var edge = await RunningRedirects.StartAsync();
        edge.Table.Put(Links.Of("x", A));
        using var request = new HttpRequestMessage(HttpMethod.Head, "/x");
        using var response = await edge.Client.SendAsync(request, Token);
        response.StatusCode.ShouldBe(HttpStatusCode.Found);
        response.Headers.Location.ShouldBe(new Uri(A));
        ClickRecord.TryRead(edge.Clicks.ShouldHaveSingleItem(), out var click).ShouldBeTrue();
        click.Method.ShouldBe(ClickMethod.Head);
    }

    [Fact]
    public async Task A_method_that_the_link_does_not_answer_is_told_which_it_does()
    {
        await using var edge = await RunningRedirects.StartAsync();
        edge.Table.Put(Links.Of("x", A));
        using var response = await edge.Client.PostAsync("/x", new StringContent("body"), Token);
        response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        response.Content.Headers.Allow.ShouldBe(["GET", "HEAD"]);
        edge.Clicks.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_307_hands_a_post_on()
    {
        await using var edge = await RunningRedirects.StartAsync();
        edge.Table.Put(Links.Of("x", A).With(link => link.RedirectStatus = 307));
        using var response = await edge.Client.PostAsync("/x", new StringContent("body"), Token);
        response.StatusCode.ShouldBe(HttpStatusCode.TemporaryRedirect);
        response.Headers.Location.ShouldBe(new Uri(A));
    }

    [Fact]
    public async Task A_link_expires_without_a_message()
    {
        await using var edge = await RunningRedirects.StartAsync();
        edge.Table.Put(Links.Of("x", A).With(link => link.ExpiresAt = edge.Time.GetUtcNow().AddSeconds(1).ToUnixTimeMilliseconds()));
        (await edge.Client.GetAsync("/x", Token)).StatusCode.ShouldBe(HttpStatusCode.Found);
        edge.Time.Advance(TimeSpan.FromSeconds(1));
        (await edge.Client.GetAsync("/x", Token)).StatusCode.ShouldBe(HttpStatusCode.Gone);
        ClickRecord.TryRead(edge.Clicks[^1], out var click).ShouldBeTrue();
        click.Kind.ShouldBe(ClickKind.Expired);
    }

    [Theory]
    [InlineData(null, "text/html")]
    [InlineData("*/*", "text/html")]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html")]
    [InlineData("application/json", "application/problem+json")]
    [InlineData("application/problem+json, text/html;q=0.5", "application/problem+json")]
    [InlineData("text/plain", "text/plain")]
    [InlineData("text/*, text/html;q=0.1", "text/plain")]
    [InlineData("image/png", "text/html")]
    [InlineData(";;;", "text/html")]
    public async Task A_page_comes_in_the_form_that_is_asked_for(string? accept, string type)
    {
        await using var edge = await RunningRedirects.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/nothing");
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await edge.Client.SendAsync(request, Token);
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        response.Content.Headers.ContentType!.MediaType.ShouldBe(type);
        response.Headers.Vary.ShouldContain("Accept");
        var body = await response.Content.ReadAsStringAsync(Token);
        body.Length.ShouldBeInRange(20, 2048);
        if (type == "application/problem+json")
            JsonDocument.Parse(body).RootElement.GetProperty("code").GetString().ShouldBe("link_not_found");
    }

    [Fact]
    public void Every_page_is_small_dark_and_light()
    {
        var pages = typeof(ErrorPages).GetFields().Select(field => (ErrorPage)field.GetValue(null)!).ToList();
        pages.Select(page => page.Status).ShouldBe([403, 404, 404, 405, 410, 501], ignoreOrder: true);
        foreach (var page in pages)
        {
            Encoding.UTF8.GetString(page.Html).ShouldContain("color-scheme: light dark");
            foreach (var form in new[] { page.Html, page.Json, page.Text })
                form.Length.ShouldBeInRange(20, 2047);
        }
    }

    [Fact]
    public async Task A_domain_may_send_elsewhere_who_comes_for_nothing()
    {
        await using var edge = await RunningRedirects.StartAsync();
        edge.Table.Put(Links.Of("old", A).With(link => link.ExpiresAt = 1));
        edge.Table.Domains.Put(WellKnown.DefaultDomainId, new DomainRecord
        {
            BasePage = new PageRecord { RedirectUrl = "https://home.example/" },
            UnknownPage = new PageRecord { RedirectUrl = "https://home.example/unknown" },
            ExpiredPage = new PageRecord { RedirectUrl = "https://home.example/expired" },
        });
        foreach (var (path, location, kind) in new[]
                 {
                     ("/", "https://home.example/", ClickKind.Base),
                     ("/nothing", "https://home.example/unknown", ClickKind.Unknown),
                     ("/nothing+", "https://home.example/unknown", ClickKind.Unknown),
                     ("/old", "https://home.example/expired", ClickKind.Expired),
                     ("/old/qr", "https://home.example/expired", ClickKind.Expired),
                 })
        {
            foreach (var method in new[] { "GET", "HEAD" })
            {
                var answer = await edge.SendAsync($"{method} {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
                answer.ShouldStartWith("HTTP/1.1 302 ");
                answer.ShouldContain($"\r\nLocation: {location}\r\n");
                ClickRecord.TryRead(edge.Clicks[^1], out var click).ShouldBeTrue();
                click.Kind.ShouldBe(kind);
            }
        }

        (await edge.Client.PostAsync("/", null, Token)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await edge.Client.PostAsync("/old", null, Token)).StatusCode.ShouldBe(HttpStatusCode.Gone);
    }

    [Fact]
    public async Task Head_of_a_page_has_its_length_and_no_body()
    {
        await using var edge = await RunningRedirects.StartAsync();
        var answer = await edge.SendAsync("HEAD /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        answer.ShouldStartWith("HTTP/1.1 404 ");
        answer.ShouldContain("Content-Length: ");
        answer.ShouldEndWith("\r\n\r\n");
    }

    [Fact]
    public async Task The_files_that_every_host_is_asked_for_are_there()
    {
        await using var edge = await RunningRedirects.StartAsync();
        edge.Table.Put(Links.Of("robots.txt", A));
        (await edge.Client.GetStringAsync("/robots.txt", Token)).ShouldBe("User-agent: *\nAllow: /\n");
        using var icon = await edge.Client.GetAsync("/favicon.ico", Token);
        icon.StatusCode.ShouldBe(HttpStatusCode.OK);
        icon.Content.Headers.ContentType!.MediaType.ShouldBe("image/svg+xml");
        (await edge.Client.PostAsync("/robots.txt", null, Token)).StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        edge.Clicks.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_domain_may_keep_crawlers_away()
    {
        var domain = Guid.CreateVersion7();
        await using var edge = await RunningRedirects.StartAsync();
        edge.Table.Domains.Put(domain, Links.Domain(domain, "go.example"));
        (await edge.SendAsync("GET /robots.txt HTTP/1.1\r\nHost: go.example\r\nConnection: close\r\n\r\n")).ShouldEndWith("User-agent: *\nAllow: /\n");
        var hidden = Links.Domain(domain, "go.example");
        hidden.DisallowRobots = true;
        edge.Table.Domains.Put(domain, hidden);
        (await edge.SendAsync("GET /robots.txt?x HTTP/1.1\r\nHost: go.example\r\nConnection: close\r\n\r\n")).ShouldEndWith("User-agent: *\nDisallow: /\n");
        (await edge.SendAsync("GET /robots.txt HTTP/1.1\r\nHost: other.example\r\nConnection: close\r\n\r\n")).ShouldEndWith("User-agent: *\nAllow: /\n");
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.0.0.1:8080", true)]
    [InlineData("[::1]:8080", true)]
    [InlineData("localhost", true)]
    [InlineData("BASE.example:443", true)]
    [InlineData("base.example.evil.example", false)]
    [InlineData("go.example", false)]
    [InlineData("", false)]
    public async Task The_application_answers_on_admin_hosts_alone(string host, bool isAdminHost)
    {
        await using var edge = await RunningRedirects.StartAsync();
        foreach (var path in new[] { "/api/v1/links", "/API/v1", "/%61pi/v1", "/docs", "/connect/token", "/x/../api", "/.well-known/../api/v1", "/.well-known/%2e%2e/api" })
        {
            var answer = await edge.SendAsync($"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
            answer.Contains(RunningRedirects.Application, StringComparison.Ordinal).ShouldBe(isAdminHost, path);
            if (!isAdminHost)
            {
                answer.ShouldStartWith("HTTP/1.1 404 ");
                answer.ShouldContain("TAUTAN_Gateway__AdminHosts");
            }
        }
    }

    [Fact]
    public async Task Admin_hosts_are_those_that_are_set()
    {
        await using var edge = await RunningRedirects.StartAsync(new GatewayOptions { AdminHosts = { "admin.example" } });
        (await edge.SendAsync("GET /api HTTP/1.1\r\nHost: admin.example\r\nConnection: close\r\n\r\n")).ShouldContain(RunningRedirects.Application);
        (await edge.SendAsync("GET /api HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")).ShouldNotContain(RunningRedirects.Application);
    }

    [Fact]
    public async Task A_name_that_is_reserved_on_admin_hosts_is_a_slug_like_any_other_elsewhere()
    {
        await using var edge = await RunningRedirects.StartAsync();
        edge.Table.Put(Links.Of("docs", A));
        (await edge.SendAsync("GET /docs HTTP/1.1\r\nHost: go.example\r\nConnection: close\r\n\r\n")).ShouldContain($"Location: {A}");
        (await edge.SendAsync("GET /docs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")).ShouldContain(RunningRedirects.Application);
    }

    [Fact]
    public async Task The_well_known_folder_is_the_applications_everywhere()
    {
        await using var edge = await RunningRedirects.StartAsync();
        (await edge.SendAsync("GET /.well-known/x HTTP/1.1\r\nHost: go.example\r\nConnection: close\r\n\r\n")).ShouldContain(RunningRedirects.Application);
    }

    [Fact]
    public async Task A_denied_address_is_refused_everything()
    {
        await using var edge = await RunningRedirects.StartAsync(new GatewayOptions { Deny = { "10.0.0.0/8", "127.0.0.0/8" } });
        edge.Table.Put(Links.Of("x", A));
        (await edge.Client.GetAsync("/x", Token)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await edge.Client.GetAsync("/api/v1/links", Token)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        edge.Clicks.ShouldBeEmpty();
    }

    [Fact]
    public async Task Behind_a_trusted_proxy_the_visitor_is_denied_and_not_the_proxy()
    {
        await using var edge = await RunningRedirects.StartAsync(new GatewayOptions { TrustedProxies = { "127.0.0.0/8" }, Deny = { "203.0.113.0/24" } });
        edge.Table.Put(Links.Of("x", A));
        foreach (var path in new[] { "/x", "/x+", "/x/qr", "/robots.txt", "/nothing" })
        {
            (await edge.SendAsync($"GET {path} HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 203.0.113.9\r\nConnection: close\r\n\r\n")).ShouldStartWith("HTTP/1.1 403 ");
            (await edge.SendAsync($"GET {path} HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 198.51.100.9\r\nConnection: close\r\n\r\n")).ShouldNotStartWith("HTTP/1.1 403 ");
        }
    }

    [Theory]
    [InlineData("203.0.113.9", "203.0.113.9")]
    [InlineData("198.51.100.1, 203.0.113.9, 127.0.0.2", "203.0.113.9")]
    [InlineData("203.0.113.9:4711", "203.0.113.9")]
    [InlineData("[2001:db8::1]:4711", "2001:db8::1")]
    [InlineData("203.0.113.9, nonsense", "127.0.0.1")]
    [InlineData("", "127.0.0.1")]
    public async Task A_trusted_proxy_says_who_asks(string forwarded, string expected)
    {
        await using var edge = await RunningRedirects.StartAsync(new GatewayOptions { TrustedProxies = { "127.0.0.0/8" } });
        await edge.SendAsync($"GET /x HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: {forwarded}\r\nConnection: close\r\n\r\n");
        ClickRecord.TryRead(edge.Clicks.ShouldHaveSingleItem(), out var click).ShouldBeTrue();
        click.Address.ShouldBe(IPAddress.Parse(expected));
    }

    [Fact]
    public async Task Nobody_else_does()
    {
        await using var edge = await RunningRedirects.StartAsync();
        await edge.SendAsync("GET /x HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 203.0.113.9\r\nConnection: close\r\n\r\n");
        ClickRecord.TryRead(edge.Clicks.ShouldHaveSingleItem(), out var click).ShouldBeTrue();
        click.Address.ShouldBe(IPAddress.Loopback);
    }

    [Fact]
    public async Task A_query_cannot_split_the_answer()
    {
        await using var edge = await RunningRedirects.StartAsync();
        edge.Table.Put(Links.Of("x", A).With(link => link.ForwardQuery = true));
        var answer = await edge.SendAsync("GET /x?a=%0d%0aSet-Cookie:b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        answer.ShouldContain($"Location: {A}?a=%0d%0aSet-Cookie:b\r\n");
        answer.ShouldNotContain("\nSet-Cookie");
    }

    [Fact]
    public async Task Requests_in_one_connection_are_answered_in_order()
    {
        await using var edge = await RunningRedirects.StartAsync();
        edge.Table.Put(Links.Of("x", "https://a.example/1"));
        edge.Table.Put(Links.Of("y", "https://a.example/2"));
        var answer = await edge.SendAsync(
            "GET /x HTTP/1.1\r\nHost: a\r\n\r\nGET /nothing HTTP/1.1\r\nHost: a\r\n\r\nGET /api HTTP/1.1\r\nHost: localhost\r\n\r\nGET /y HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        string[] expected = ["HTTP/1.1 302", "example/1", "HTTP/1.1 404", "HTTP/1.1 200", RunningRedirects.Application, "HTTP/1.1 302", "example/2"];
        var at = 0;
        foreach (var part in expected)
        {
            at = answer.IndexOf(part, at, StringComparison.Ordinal);
            at.ShouldBeGreaterThanOrEqualTo(0, $"{part} in {answer}");
        }
    }

    [Fact]
    public async Task A_name_on_an_admin_host_that_is_no_slug_is_a_page()
    {
        await using var edge = await RunningRedirects.StartAsync();
        using var response = await edge.Client.GetAsync("/apis", Token);
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        var problem = await edge.Client.GetAsync("/api/x", Token);
        problem.StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
