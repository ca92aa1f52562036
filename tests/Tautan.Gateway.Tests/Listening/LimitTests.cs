using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Tautan.Gateway.Listening;
using Tautan.Gateway.Tests.Door;

namespace Tautan.Gateway.Tests.Listening;

public sealed class LimitTests
{
    private const string Visitor1 = "203.0.113.1";

    [Theory]
    [InlineData(30, 1000, 404)]
    [InlineData(40, 1000, 431)]
    [InlineData(95, 10, 404)]
    [InlineData(101, 10, 431)]
    public async Task Headers_have_a_size_and_a_number(int count, int size, int status)
    {
        await using var installation = await Installation.StartAsync();
        using var visitor = await Visitor.ConnectAsync(installation.Addresses[0]);
        var headers = string.Concat(Enumerable.Range(0, count).Select(n => $"X-{n}: {new string('x', size)}\r\n"));
        await visitor.SendAsync($"GET /nothing HTTP/1.1\r\nHost: go.example\r\nConnection: close\r\n{headers}\r\n");
        (await visitor.ReadAllAsync()).ShouldStartWith($"HTTP/1.1 {status}");
    }

    [Fact]
    public async Task Headers_that_do_not_come_to_their_end_are_not_waited_for()
    {
        await using var installation = await Installation.StartAsync(new() { ["Gateway:Limits:HeaderSeconds"] = "1" });
        using var visitor = await Visitor.ConnectAsync(installation.Addresses[0]);
        await visitor.SendAsync("GET /nothing HTTP/1.1\r\nHost: go");
        (await visitor.ReadAllAsync()).ShouldStartWith("HTTP/1.1 408");
    }

    [Theory]
    [InlineData("/api/v1/links", 1024 * 1024)]
    [InlineData("/api/v1/links/bulk", 10 * 1024 * 1024)]
    public async Task A_body_has_a_size_and_more_where_it_carries_much(string path, int size)
    {
        await using var installation = await Installation.StartAsync();
        installation.Links.Answer = context => context.Request.Body.CopyToAsync(Stream.Null);
        using var content = new ByteArrayContent(new byte[size]);
        using var response = await installation.Client.PostAsync(path, content, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var visitor = await Visitor.ConnectAsync(installation.Addresses[0]);
        await visitor.SendAsync($"POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {installation.Key}\r\nContent-Length: {size + 1}\r\nConnection: close\r\n\r\n");
        var answer = await visitor.ReadAllAsync();
        answer.ShouldStartWith("HTTP/1.1 413");
        answer.ShouldContain("body_too_large");
    }

    [Fact]
    public async Task A_body_that_hardly_comes_is_not_waited_for()
    {
        await using var installation = await Installation.StartAsync(new() { ["Gateway:Limits:BodyBytesPerSecond"] = "100000" });
        installation.Links.Answer = context => context.Request.Body.CopyToAsync(Stream.Null);
        using var visitor = await Visitor.ConnectAsync(installation.Addresses[0]);
        await visitor.SendAsync($"POST /api/v1/links HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {installation.Key}\r\nContent-Length: 1000\r\n\r\nx");
        (await visitor.ReadAllAsync()).ShouldStartWith("HTTP/1.1 408");
    }

    [Fact]
    public async Task One_connection_too_many_of_an_address_is_closed_and_those_before_are_served()
    {
        await using var installation = await StartAsync(("Gateway:Limits:ConnectionsPerAddress", "2"));
        using var first = await ComeAsync(installation, Visitor1);
        (await first.GetAsync()).ShouldStartWith("HTTP/1.1 404");
        using var second = await ComeAsync(installation, Visitor1);
        (await second.GetAsync()).ShouldStartWith("HTTP/1.1 404");
        using (var third = await ComeAsync(installation, Visitor1))
            (await third.ReadAllAsync()).ShouldBe("");
        using var other = await ComeAsync(installation, "203.0.113.2");
        (await other.GetAsync()).ShouldStartWith("HTTP/1.1 404");
        (await first.GetAsync()).ShouldStartWith("HTTP/1.1 404");

        first.Dispose();
        var connections = installation.Gateway.GetRequiredService<OpenConnections>();
        await Eventually.Holds(() => connections.Count == 2);
        using var next = await ComeAsync(installation, Visitor1);
        (await next.GetAsync()).ShouldStartWith("HTTP/1.1 404");
    }

    [Theory]
    [InlineData("10.1.2.3")]
    [InlineData("fd00::1")]
    [InlineData("127.0.0.1")]
    [InlineData("198.51.100.7")]
    public async Task Behind_private_addresses_and_proxies_stand_many_and_they_are_not_counted(string address)
    {
        await using var installation = await StartAsync(("Gateway:Limits:ConnectionsPerAddress", "1"), ("Gateway:TrustedProxies:1", "198.51.100.0/24"));
        using var first = await ComeAsync(installation, address);
        (await first.GetAsync()).ShouldStartWith("HTTP/1.1 404");
        using var second = await ComeAsync(installation, address);
        (await second.GetAsync()).ShouldStartWith("HTTP/1.1 404");
    }

    [Fact]
    public async Task One_connection_too_many_of_all_is_closed_and_those_before_are_served()
    {
        await using var installation = await Installation.StartAsync(new() { ["Gateway:Limits:Connections"] = "10" });
        var visitors = new List<Visitor>();
        for (var i = 0; i < 10; i++)
        {
            visitors.Add(await Visitor.ConnectAsync(installation.Addresses[0]));
            (await visitors[i].GetAsync()).ShouldStartWith("HTTP/1.1 404");
        }

        using (var late = await Visitor.ConnectAsync(installation.Addresses[0]))
            (await late.ReadAllAsync()).ShouldBe("");
        foreach (var visitor in visitors)
        {
            (await visitor.GetAsync()).ShouldStartWith("HTTP/1.1 404");
            visitor.Dispose();
        }

        var connections = installation.Gateway.GetRequiredService<OpenConnections>();
        await Eventually.Holds(() => connections.Count == 0);
        connections.Addresses.ShouldBe(0);
    }

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("203.0.113.1", "203.0.113.2", false)]
    [InlineData("203.0.113.1", "::ffff:203.0.113.1", true)]
    public async Task IPv6_is_counted_by_64_bits(string one, string other, bool isSame)
    {
        await using var installation = await Installation.StartAsync();
        var connections = installation.Gateway.GetRequiredService<OpenConnections>();
        (connections.KeyOf(new IPEndPoint(IPAddress.Parse(one), 1)) == connections.KeyOf(new IPEndPoint(IPAddress.Parse(other), 2))).ShouldBe(isSame);
    }

    private static Task<Installation> StartAsync(params (string Key, string Value)[] more)
    {
        var settings = new Dictionary<string, string?> { ["Gateway:ProxyProtocol"] = "true", ["Gateway:TrustedProxies:0"] = "127.0.0.0/8" };
        foreach (var (key, value) in more)
            settings[key] = value;
        return Installation.StartAsync(settings);
    }

    private static async Task<Visitor> ComeAsync(Installation installation, string address)
    {
        var visitor = await Visitor.ConnectAsync(installation.Addresses[0]);
        await visitor.SendAsync(ProxyProtocolTests.Header(address));
        return visitor;
    }
}
