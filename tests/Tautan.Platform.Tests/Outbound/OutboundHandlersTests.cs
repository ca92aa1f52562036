using System.Diagnostics;
using System.Net;
using Tautan.Platform.Outbound;
using Tautan.Testing.Misbehaving;

namespace Tautan.Platform.Tests.Outbound;

public sealed class OutboundHandlersTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var site = TestSite.Start().On("/", Behaviours.RedirectTo("/next"));
        using var client = Client();

        using var answer = await client.GetAsync(site.Url(), Cancelled);

        answer.StatusCode.ShouldBe(HttpStatusCode.Found);
        site.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task No_cookie_and_no_trace_id_is_sent()
    {
        await using var site = TestSite.Start().On("/", Behaviours.Answer(200, "", ("Set-Cookie", "id=1")));
        using var client = Client();
        using var activity = new Activity("test").Start();

        await client.GetAsync(site.Url(), Cancelled);
        await client.GetAsync(site.Url(), Cancelled);

        site.Requests.Count.ShouldBe(2);
        var sent = site.Requests[1].Headers.Keys;
        sent.ShouldNotContain("Cookie", StringComparer.OrdinalIgnoreCase);
        sent.ShouldNotContain("traceparent", StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task No_proxy_is_used()
    {
        await using var site = TestSite.Start();

        using var handler = new Wire(["127.0.0.0/8"]).Handlers.Create();

        handler.UseProxy.ShouldBeFalse();
        handler.Credentials.ShouldBeNull();
    }

    [Fact]
    public async Task A_Host_header_does_not_change_where_it_connects_to()
    {
        await using var site = TestSite.Start();
        var wire = new Wire();
        using var client = new HttpClient(wire.Handlers.Create());
        using var request = new HttpRequestMessage(HttpMethod.Get, site.Url());
        request.Headers.Host = "www.example.com";

        await Should.ThrowAsync<HttpRequestException>(client.SendAsync(request, Cancelled));

        site.Connections.ShouldBe(0);
        wire.Resolver.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_packed_body_is_unpacked()
    {
        await using var site = TestSite.Start().On("/", Behaviours.Gzip("Hello."));
        using var client = Client();

        (await client.GetStringAsync(site.Url(), Cancelled)).ShouldBe("Hello.");
    }

    [Fact]
    public async Task Of_a_bomb_no_more_than_the_limit_is_unpacked()
    {
        await using var site = TestSite.Start().On("/", Behaviours.GzipBomb(megabytes: 64));
        using var client = Client();
        using var answer = await client.GetAsync(site.Url(), HttpCompletionOption.ResponseHeadersRead, Cancelled);

        await using var stream = await answer.Content.ReadAsStreamAsync(Cancelled);
        using var body = await BoundedBody.ReadAsync(stream, 10_000, Cancelled);

        body.IsCut.ShouldBeTrue();
        body.Bytes.Length.ShouldBe(10_000);
    }

    [Fact]
    public async Task A_body_as_long_as_the_limit_is_not_cut()
    {
        using var stream = new MemoryStream(new byte[100]);

        using var whole = await BoundedBody.ReadAsync(stream, 100, Cancelled);
        stream.Position = 0;
        using var cut = await BoundedBody.ReadAsync(stream, 99, Cancelled);

        (whole.Bytes.Length, whole.IsCut).ShouldBe((100, false));
        (cut.Bytes.Length, cut.IsCut).ShouldBe((99, true));
    }

    private static HttpClient Client() => new(new Wire(["127.0.0.0/8"]).Handlers.Create());
}
