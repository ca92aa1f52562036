using System.Text;
using Tautan.Contracts;
using Tautan.Contracts.Links;
using Tautan.Gateway.Tests.Table;

namespace Tautan.Gateway.Tests.Redirecting;

/// <summary>The table in <c>docs/edge.md</c>, over a real connection.</summary>
public sealed class PathMeaningTests
{
    private const string Spring = "https://a.example/spring";
    private const string Nested = "https://a.example/nested";
    private const string Cafe = "https://a.example/cafe";
    private const string Other = "https://b.example/other";
    private static readonly Guid OtherDomain = Guid.CreateVersion7();

    [Theory]
    [InlineData("/spring", Spring)]
    [InlineData("/spring/", Spring)]
    [InlineData("/spring?", Spring)]
    [InlineData("/spring?/../x", Spring)]
    [InlineData("/%73pring", Spring)]
    [InlineData("/%73%70%72%69%6e%67", Spring)]
    [InlineData("/spring%2F", Spring)]
    [InlineData("/%2573pring", null)]
    [InlineData("/spring%3F", null)]
    [InlineData("/spring//", null)]
    [InlineData("//spring", null)]
    [InlineData("/%2Fspring", null)]
    [InlineData("/SPRING", null)]
    [InlineData("/a/b", Nested)]
    [InlineData("/a%2Fb", Nested)]
    [InlineData("/a%2fb/", Nested)]
    [InlineData("/a%5Cb", null)]
    [InlineData("/a\\b", null)]
    [InlineData("/a//b", null)]
    [InlineData("/caf%C3%A9", Cafe)]
    [InlineData("/cafe%CC%81", Cafe)]
    [InlineData("/caf%E9", null)]
    [InlineData("/caf%C3%89", null)]
    [InlineData("/./spring", null)]
    [InlineData("/x/../spring", null)]
    [InlineData("/%2e/spring", null)]
    [InlineData("/x/%2E%2E/spring", null)]
    [InlineData("/spring/.", null)]
    [InlineData("/spring/..", null)]
    [InlineData("/spring%", null)]
    [InlineData("/spring%7", null)]
    [InlineData("/spring%zz", null)]
    [InlineData("/spring%ff", null)]
    [InlineData("/%C0%AFspring", null)]
    [InlineData("/spring;v=1", null)]
    [InlineData("/spring#top", null)]
    [InlineData("/spring%20", null)]
    [InlineData("/spring\u0001", null)]
    [InlineData("/\"<spring>\"", null)]
    [InlineData("http://go.example/spring", Spring)]
    [InlineData("https://go.example/%73pring?x", Spring)]
    [InlineData("http://GO.EXAMPLE/spring", Spring)]
    [InlineData("http://go.example/x/../spring", null)]
    [InlineData("http://go.example", null)]
    public async Task Each_spelling_of_a_path_is_one_link_or_none(string target, string? location)
    {
        await using var edge = await StartAsync();
        var answer = await edge.SendAsync($"GET {target} HTTP/1.1\r\nHost: go.example\r\nConnection: close\r\n\r\n");
        answer.ShouldStartWith(location is null ? "HTTP/1.1 404 " : "HTTP/1.1 302 ");
        if (location is not null)
            answer.ShouldContain($"\r\nLocation: {location}\r\n");
        answer.ShouldNotContain("<spring>");
    }

    [Theory]
    [InlineData("/spring%00", 400)]
    [InlineData("/%00", 400)]
    [InlineData("/spring\0", 400)]
    [InlineData("/spr ing", 400)]
    [InlineData("/caf\u00c3\u00a9", 400)]
    [InlineData("", 400)]
    [InlineData("spring", 405)]
    [InlineData("go.example:443", 405)]
    [InlineData("*", 405)]
    [InlineData("ftp://go.example/spring", 400)]
    [InlineData("HTTP://go.example/spring", 400)]
    [InlineData("http://other.example/spring", 400)]
    [InlineData("http:///spring", 400)]
    public async Task What_is_no_request_target_is_refused(string target, int status)
    {
        await using var edge = await StartAsync();
        (await edge.SendAsync($"GET {target} HTTP/1.1\r\nHost: go.example\r\nConnection: close\r\n\r\n")).ShouldStartWith($"HTTP/1.1 {status} ");
        edge.Clicks.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Host: other.example\r\n", Other)]
    [InlineData("Host: OTHER.example:8080\r\n", Other)]
    [InlineData("Host: other.example.\r\n", Other)]
    [InlineData("Host: unknown.example\r\n", Spring)]
    [InlineData("Host: 127.0.0.1\r\n", Spring)]
    [InlineData("Host: [::1]:8080\r\n", Spring)]
    [InlineData("Host:\r\n", Spring)]
    [InlineData("Host: \r\n", Spring)]
    public async Task The_host_says_whose_link_it_is_and_one_that_nobody_has_is_the_default_domain(string host, string location)
    {
        await using var edge = await StartAsync();
        (await edge.SendAsync($"GET /spring HTTP/1.1\r\n{host}Connection: close\r\n\r\n")).ShouldContain($"\r\nLocation: {location}\r\n");
    }

    [Fact]
    public async Task An_http_1_0_request_without_a_host_is_the_default_domains()
    {
        await using var edge = await StartAsync();
        (await edge.SendAsync("GET /spring HTTP/1.0\r\n\r\n")).ShouldContain($"\r\nLocation: {Spring}\r\n");
    }

    [Theory]
    [InlineData("")]
    [InlineData("Host: go.example\r\nHost: go.example\r\n")]
    [InlineData("Host: go.example\r\nHost: other.example\r\n")]
    [InlineData("Host: go example\r\n")]
    [InlineData("Host: go.example/spring\r\n")]
    [InlineData("Host: go.example, other.example\r\n")]
    [InlineData("Host: <script>\r\n")]
    public async Task No_host_two_of_them_and_what_is_none_are_refused(string host)
    {
        await using var edge = await StartAsync();
        (await edge.SendAsync($"GET /spring HTTP/1.1\r\n{host}Connection: close\r\n\r\n")).ShouldStartWith("HTTP/1.1 400 ");
        edge.Clicks.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/SPRING")]
    [InlineData("/%53pring")]
    [InlineData("/Spring/")]
    public async Task A_domain_may_ignore_case(string path)
    {
        await using var edge = await StartAsync();
        (await edge.SendAsync($"GET {path} HTTP/1.1\r\nHost: other.example\r\nConnection: close\r\n\r\n")).ShouldContain($"\r\nLocation: {Other}\r\n");
    }

    [Fact]
    public async Task What_follows_a_slug_is_put_behind_its_destination_decoded_once_and_encoded_again()
    {
        await using var edge = await StartAsync();
        edge.Table.Put(Links.Of("docs", "https://a.example/d?v=1").With(link => link.PathSuffix = true));
        (await edge.SendAsync("GET /docs/a%2Fb/%C3%BC%2520/?x HTTP/1.1\r\nHost: go.example\r\nConnection: close\r\n\r\n"))
            .ShouldContain("\r\nLocation: https://a.example/d/a/b/%C3%BC%2520?v=1\r\n");
        (await edge.SendAsync("GET /docs/%2e%2e%2fsecret HTTP/1.1\r\nHost: go.example\r\nConnection: close\r\n\r\n")).ShouldStartWith("HTTP/1.1 404 ");
    }

    [Theory]
    [InlineData(8192, 404)]
    [InlineData(8193, 414)]
    public async Task A_request_line_has_at_most_8_KB(int length, int status)
    {
        await using var edge = await StartAsync();
        var line = new StringBuilder("GET /").Append('a', length - "GET / HTTP/1.1\r\n".Length).Append(" HTTP/1.1\r\n").ToString();
        (await edge.SendAsync($"{line}Host: a\r\nConnection: close\r\n\r\n")).ShouldStartWith($"HTTP/1.1 {status} ");
    }

    [Theory]
    [InlineData("OPTIONS *", 404)]
    [InlineData("CONNECT go.example:443", 404)]
    [InlineData("POST /spring", 405)]
    [InlineData("get /spring", 302)]
    [InlineData("HEAD /spring", 302)]
    [InlineData("OPTIONS /spring", 405)]
    [InlineData("TRACE /moved", 308)]
    [InlineData("BREW /moved", 308)]
    [InlineData("DELETE /moved", 308)]
    [InlineData("OPTIONS /moved", 405)]
    [InlineData("POST /nothing", 404)]
    [InlineData("POST /", 404)]
    public async Task Each_method_has_one_answer(string request, int status)
    {
        await using var edge = await StartAsync();
        edge.Table.Put(Links.Of("moved", Spring).With(link => link.RedirectStatus = 308));
        var answer = await edge.SendAsync($"{request} HTTP/1.1\r\nHost: go.example{(request.StartsWith("CONNECT", StringComparison.Ordinal) ? ":443" : "")}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        answer.ShouldStartWith($"HTTP/1.1 {status} ");
        answer.Contains("\r\nAllow: ", StringComparison.Ordinal).ShouldBe(status == 405);
    }

    private static async Task<RunningRedirects> StartAsync()
    {
        var edge = await RunningRedirects.StartAsync();
        edge.Table.Put(Links.Of("spring", Spring));
        edge.Table.Put(Links.Of("a/b", Nested));
        edge.Table.Put(Links.Of("café", Cafe));
        edge.Table.Put(Links.Of("spring", Other).With(link => link.Domain = OtherDomain.ToByteString()));
        edge.Table.Domains.Put(WellKnown.DefaultDomainId, new DomainRecord { CaseSensitive = true });
        edge.Table.Domains.Put(OtherDomain, Links.Domain(OtherDomain, "other.example"));
        return edge;
    }
}
