using System.Net;
using System.Text.Json;
using Tautan.Contracts;
using Tautan.Contracts.Clicks;
using Tautan.Contracts.Links;
using Tautan.Gateway.Tests.Table;

namespace Tautan.Gateway.Tests.Redirecting;

public sealed class PreviewTests
{
    private const string A = "https://a.example/x?a=1&b='2'";
    private const string B = "https://b.example/";
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/x+")]
    [InlineData("/x%2B")]
    [InlineData("/x+/")]
    [InlineData("/x+?utm=1")]
    public async Task A_plus_behind_the_slug_shows_where_the_link_goes_and_does_not_go_there(string path)
    {
        await using var edge = await RunningRedirects.StartAsync();
        edge.Table.Put(Links.Of("x", A).With(link => link.ForwardQuery = true));
        using var response = await edge.Client.GetAsync(path, Token);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.Location.ShouldBeNull();
        response.Headers.CacheControl!.ToString().ShouldBe("max-age=0, private");
        response.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem().ShouldStartWith("default-src 'none'");
        var page = await response.Content.ReadAsStringAsync(Token);
        page.ShouldContain("<title>Where https://base.example/x goes</title>");
        const string escaped = "https://a.example/x?a=1&amp;b=&#39;2&#39;";
        page.ShouldContain($"<a href=\"{escaped}\" rel=\"noopener noreferrer nofollow\">{escaped}</a>");
    }

    [Fact]
    public async Task Its_record_names_the_link_and_is_no_redirect()
    {
        await using var edge = await RunningRedirects.StartAsync();
        var link = Links.Of("x", A);
        edge.Table.Put(link);
        await edge.Client.GetAsync("/x+", Token);
        ClickRecord.TryRead(edge.Clicks.ShouldHaveSingleItem(), out var click).ShouldBeTrue();
        click.Kind.ShouldBe(ClickKind.Preview);
        click.Status.ShouldBe(200);
        click.Link.ShouldBe(link.Id.ToGuid());
        click.Destination.ShouldBe(Guid.Empty);
        click.Flags.ShouldBe(ClickFlags.None);
    }

    [Fact]
    public async Task It_shows_what_serves_at_this_moment()
    {
        await using var edge = await RunningRedirects.StartAsync();
        var link = Links.Of("x", A, B);
        edge.Table.Put(link);
        edge.Table.SetTarget(link, 0, down: true);
        (await edge.Client.GetStringAsync("/x+", Token)).ShouldContain($"href=\"{B}\"");
        edge.Table.SetTarget(link, 0, down: false);
        (await edge.Client.GetStringAsync("/x+", Token)).ShouldNotContain($"href=\"{B}\"");
    }

    [Fact]
    public async Task As_json_it_says_the_same()
    {
        await using var edge = await RunningRedirects.StartAsync();
        edge.Table.Put(Links.Of("straße/ü", A).With(link => link.RedirectStatus = 308));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/stra%C3%9Fe/u%CC%88+") { Headers = { { "Accept", "application/json" } } };
        using var response = await edge.Client.SendAsync(request, Token);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        response.Headers.Vary.ShouldContain("Accept");
        var preview = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Token)).RootElement;
        preview.GetProperty("shortUrl").GetString().ShouldBe("https://base.example/stra%C3%9Fe/%C3%BC");
        preview.GetProperty("destination").GetString().ShouldBe(A);
        preview.GetProperty("redirectStatus").GetInt32().ShouldBe(308);
    }

    [Fact]
    public async Task As_text_it_is_two_lines()
    {
        await using var edge = await RunningRedirects.StartAsync();
        edge.Table.Put(Links.Of("x", A));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/x+") { Headers = { { "Accept", "text/plain" } } };
        using var response = await edge.Client.SendAsync(request, Token);
        (await response.Content.ReadAsStringAsync(Token)).ShouldBe($"https://base.example/x\n{A}\n");
    }

    [Fact]
    public async Task A_link_of_another_domain_is_shown_under_that_domains_name()
    {
        var domain = Guid.CreateVersion7();
        await using var edge = await RunningRedirects.StartAsync();
        edge.Table.Domains.Put(domain, Links.Domain(domain, "go.example"));
        edge.Table.Put(Links.Of("x", A).With(link => link.Domain = domain.ToByteString()));
        (await edge.SendAsync("GET /x+ HTTP/1.1\r\nHost: GO.example:80\r\nConnection: close\r\n\r\n")).ShouldContain("<h1>https://go.example/x</h1>");
    }

    [Theory]
    [InlineData("/x+")]
    [InlineData("/x/qr")]
    public async Task Links_that_do_not_redirect_are_not_shown(string path)
    {
        await using var edge = await RunningRedirects.StartAsync();
        var now = edge.Time.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var (change, status, kind) in new (Action<LinkRecord>, HttpStatusCode, ClickKind)[]
                 {
                     (link => link.Enabled = false, HttpStatusCode.NotFound, ClickKind.Unknown),
                     (link => link.StartsAt = now + 1, HttpStatusCode.NotFound, ClickKind.Unknown),
                     (link => link.ExpiresAt = now, HttpStatusCode.Gone, ClickKind.Expired),
                     (link => link.Archived = true, HttpStatusCode.OK, path == "/x+" ? ClickKind.Preview : ClickKind.Qr),
                 })
        {
            var link = Links.Of("x", A).With(change);
            edge.Table.Put(link);
            (await edge.Client.GetAsync(path, Token)).StatusCode.ShouldBe(status);
            ClickRecord.TryRead(edge.Clicks[^1], out var click).ShouldBeTrue();
            click.Kind.ShouldBe(kind);
            edge.Table.Remove(link.Id.ToGuid());
        }

        (await edge.Client.GetAsync(path, Token)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("/x+", 302)]
    [InlineData("/x/qr", 302)]
    [InlineData("/x+", 307)]
    [InlineData("/x/qr", 308)]
    public async Task Only_get_and_head_are_answered_whatever_the_link_answers(string path, int redirectStatus)
    {
        await using var edge = await RunningRedirects.StartAsync();
        edge.Table.Put(Links.Of("x", A).With(link => link.RedirectStatus = redirectStatus));
        using var refused = await edge.Client.PostAsync(path, new StringContent("body"), Token);
        refused.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        refused.Content.Headers.Allow.ShouldContain("GET");
        edge.Clicks.ShouldBeEmpty();
        var head = await edge.SendAsync($"HEAD {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        head.ShouldStartWith("HTTP/1.1 200 ");
        head.ShouldContain("Content-Length: ");
        head.ShouldEndWith("\r\n\r\n");
    }

    [Theory]
    [InlineData("/x+", "https://plus.example/")]
    [InlineData("/x/qr", "https://qr.example/")]
    [InlineData("/docs+", null)]
    [InlineData("/docs/qr", null)]
    [InlineData("/docs/a+", "https://docs.example/a+")]
    [InlineData("/docs/a/qr", "https://docs.example/a/qr")]
    [InlineData("/docs/QR", "https://docs.example/QR")]
    [InlineData("/x++", null)]
    [InlineData("/+", null)]
    [InlineData("/qr", null)]
    [InlineData("//qr", null)]
    public void The_exact_slug_comes_first_then_the_endings_then_what_is_put_behind_a_shorter_one(string path, string? location)
    {
        var table = Tables.New().Holding(
            Links.Of("x", A),
            Links.Of("x+", "https://plus.example/"),
            Links.Of("x/qr", "https://qr.example/"),
            Links.Of("docs", "https://docs.example/").With(link => link.PathSuffix = true));
        table.Locate(path).ShouldBe(location);
    }
}
