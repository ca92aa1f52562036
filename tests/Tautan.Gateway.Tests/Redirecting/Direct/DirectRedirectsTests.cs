using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Tautan.Gateway.Addresses;
using Tautan.Gateway.Clicks;
using Tautan.Gateway.Redirecting;
using Tautan.Gateway.Redirecting.Direct;
using Tautan.Gateway.Table;
using Tautan.Gateway.Tests.Table;

namespace Tautan.Gateway.Tests.Redirecting.Direct;

public sealed class DirectRedirectsTests
{
    private const string Plain = "GET /x HTTP/1.1\r\nHost: go.example\r\n\r\n";
    private readonly LinkTable _table = new(new DomainTable(), new VerdictTable());
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public DirectRedirectsTests() => _table.Put(Links.Of("x", "https://a.example/x?a=1#f"));

    [Theory]
    [InlineData(Plain)]
    [InlineData("HEAD /x HTTP/1.1\r\nhOsT: go.example\r\n\r\n")]
    [InlineData("GET /x/ HTTP/1.1\r\nHost: go.example\r\n\r\n")]
    [InlineData("GET /x?a=%20b HTTP/1.1\r\nHost:go.example:8080\r\nAccept: */*\r\nConnection: Keep-Alive\r\n\r\n")]
    [InlineData("GET /x HTTP/1.1\r\nHost: \t go.example \t\r\nX-Empty:\r\nCookie: a=b; c=d\r\nDNT: 1\r\nSec-GPC: 1\r\n\r\n")]
    public void Plain_request_for_a_link_is_answered_whole(string request) => Answer(request).Left.ShouldBeEmpty();

    [Fact]
    public void Answer_is_a_redirect_and_no_more() => Answer(Plain).Answers.ShouldBe(
        "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nCache-Control: private, max-age=0\r\nDate: Fri, 02 Jan 2026 03:04:05 GMT\r\nLocation: https://a.example/x?a=1#f\r\n\r\n");

    [Fact]
    public void Date_is_that_of_the_second()
    {
        var redirects = Redirects();
        Answer(Plain, redirects).Answers.ShouldContain("Date: Fri, 02 Jan 2026 03:04:05 GMT\r\n");
        _time.Advance(TimeSpan.FromSeconds(1));
        Answer(Plain, redirects).Answers.ShouldContain("Date: Fri, 02 Jan 2026 03:04:06 GMT\r\n");
    }

    [Fact]
    public void Answer_over_TLS_has_its_policy()
    {
        var redirects = Redirects(policy: "max-age=60");
        Answer(Plain, redirects).Answers.ShouldNotContain("Strict-Transport-Security");
        Answer(Plain, redirects, isSecure: true).Answers.ShouldContain("\r\nStrict-Transport-Security: max-age=60\r\n");
    }

    [Fact]
    public void Query_and_suffix_are_taken_along()
    {
        _table.Put(Links.Of("y", "https://b.example/y?a=1#f").With(link => (link.ForwardQuery, link.PathSuffix) = (true, true)));
        Answer("GET /y/d'e/f?b=%41&c HTTP/1.1\r\nHost: go.example\r\n\r\n").Answers.ShouldContain("\r\nLocation: https://b.example/y/d'e/f?a=1&b=%41&c#f\r\n");
    }

    [Fact]
    public void All_requests_that_came_at_once_are_answered_in_order()
    {
        _table.Put(Links.Of("y", "https://b.example/").With(link => link.RedirectStatus = 308));
        var (answers, left) = Answer(Plain + Plain.Replace("/x", "/y", StringComparison.Ordinal) + Plain);
        left.ShouldBeEmpty();
        answers.Split("\r\n").Where(line => line.StartsWith("HTTP/", StringComparison.Ordinal))
            .ShouldBe(["HTTP/1.1 302 Found", "HTTP/1.1 308 Permanent Redirect", "HTTP/1.1 302 Found"]);
    }

    [Theory]
    [InlineData("GET /none HTTP/1.1\r\nHost: go.example\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: go.example\r\n\r\n")]
    [InlineData("GET /robots.txt HTTP/1.1\r\nHost: go.example\r\n\r\n")]
    [InlineData("GET /api/v1/links HTTP/1.1\r\nHost: go.example\r\n\r\n")]
    [InlineData("GET /%78 HTTP/1.1\r\nHost: go.example\r\n\r\n")]
    [InlineData("GET /./x HTTP/1.1\r\nHost: go.example\r\n\r\n")]
    [InlineData("GET /x/../x HTTP/1.1\r\nHost: go.example\r\n\r\n")]
    [InlineData("GET http://go.example/x HTTP/1.1\r\nHost: go.example\r\n\r\n")]
    [InlineData("GET /x HTTP/1.0\r\nHost: go.example\r\n\r\n")]
    [InlineData("GET /x HTTP/1.1\r\n\r\n")]
    [InlineData("GET /x HTTP/1.1\r\nHost:\r\n\r\n")]
    [InlineData("GET /x HTTP/1.1\r\nHost: go.example\r\nHost: go.example\r\n\r\n")]
    [InlineData("GET /x HTTP/1.1\r\nHost: go.example/\r\n\r\n")]
    [InlineData("GET /x HTTP/1.1\r\nHost: [::1]\r\n\r\n")]
    [InlineData("GET /x HTTP/1.1\r\nHost: go.example:8o\r\n\r\n")]
    [InlineData("GET /x HTTP/1.1\r\nHost : go.example\r\n\r\n")]
    [InlineData("GET /x HTTP/1.1\r\nHost: go.example\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("GET /x HTTP/1.1\r\nHost: go.example\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("GET /x HTTP/1.1\r\nHost: go.example\r\nConnection: close\r\n\r\n")]
    [InlineData("GET /x HTTP/1.1\r\nHost: go.example\r\nConnection: keep-alive, x\r\n\r\n")]
    [InlineData("GET /x HTTP/1.1\r\nHost: go.example\r\nUpgrade: h2c\r\n\r\n")]
    [InlineData("GET /x HTTP/1.1\r\nHost: go.example\r\nForwarded: for=192.0.2.1\r\n\r\n")]
    [InlineData("GET /x HTTP/1.1\r\nHost: go.example\r\nExpect: 100-continue\r\n\r\n")]
    [InlineData("GET /x HTTP/1.1\r\nHost: go.example\r\nReferer: a\r\nReferer: b\r\n\r\n")]
    [InlineData("GET /x HTTP/1.1\r\nHost: go.example\r\nA: b\r\n c\r\n\r\n")]
    [InlineData("GET /x HTTP/1.1\r\nHost: go.example\r\nA: b\nC: d\r\n\r\n")]
    [InlineData("GET /x HTTP/1.1\r\nHost: go.example\r\nA: b\rC: d\r\n\r\n")]
    [InlineData("GET /x HTTP/1.1\r\nHost: go.example\r\nA: \0\r\n\r\n")]
    [InlineData("GET /x HTTP/1.1\r\nHost: go.example\r\nA: é\r\n\r\n")]
    [InlineData("GET /x HTTP/1.1\nHost: go.example\n\n")]
    [InlineData("GET  /x HTTP/1.1\r\nHost: go.example\r\n\r\n")]
    [InlineData("get /x HTTP/1.1\r\nHost: go.example\r\n\r\n")]
    [InlineData("POST /x HTTP/1.1\r\nHost: go.example\r\n\r\n")]
    [InlineData("GET /x HTTP/1.1\r\nHost: go.example\r\n")]
    [InlineData("GET /x")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")]
    public void Whatever_is_not_plain_or_no_redirect_is_left_untouched(string request)
    {
        _table.Put(Links.Of("api/v1/links", "https://a.example/"));
        var (answers, left) = Answer(request);
        answers.ShouldBeEmpty();
        left.ShouldBe(request);
    }

    [Fact]
    public void What_follows_an_answered_request_is_left()
    {
        var (answers, left) = Answer(Plain + "GET /none HTTP/1.1\r\nHost: go.example\r\n\r\n" + Plain);
        answers.ShouldStartWith("HTTP/1.1 302 Found");
        left.ShouldBe("GET /none HTTP/1.1\r\nHost: go.example\r\n\r\n" + Plain);
    }

    [Fact]
    public void More_headers_than_allowed_are_left()
    {
        var most = $"GET /x HTTP/1.1\r\nHost: go.example\r\n{string.Concat(Enumerable.Range(1, 9).Select(number => $"A{number}: b\r\n"))}";
        Answer(most + "\r\n").Left.ShouldBeEmpty();
        Answer(most + "A: b\r\n\r\n").Answers.ShouldBeEmpty();
    }

    [Fact]
    public void Denied_visitor_is_left_whoever_forwards()
    {
        const string Forwarded = "GET /x HTTP/1.1\r\nHost: go.example\r\nX-Forwarded-For: 192.0.2.9\r\n\r\n";
        Answer(Plain, Redirects(denied: ["127.0.0.1"])).Answers.ShouldBeEmpty();
        Answer(Forwarded, Redirects(denied: ["192.0.2.9"])).Left.ShouldBeEmpty();
        Answer(Forwarded, Redirects(denied: ["192.0.2.9"], proxies: ["127.0.0.1"])).Answers.ShouldBeEmpty();
    }

    private (string Answers, string Left) Answer(string request, DirectRedirects? redirects = null, bool isSecure = false)
    {
        var pipe = new Pipe();
        var bytes = Encoding.Latin1.GetBytes(request);
        var answered = (redirects ?? Redirects()).Answer(bytes, pipe.Writer, IPAddress.Loopback, isSecure);
        pipe.Writer.Complete();
        var answers = pipe.Reader.TryRead(out var read) ? Encoding.Latin1.GetString(read.Buffer.ToArray()) : "";
        return (answers, Encoding.Latin1.GetString(bytes.AsSpan(answered)));
    }

    private DirectRedirects Redirects(string? policy = null, string[]? denied = null, string[]? proxies = null)
    {
        var visitor = new VisitorAddress(Set(proxies));
        return new DirectRedirects(new Resolver(_table), visitor, Set(denied), new ClickWriter(visitor, new NoClicks()), new DirectAnswer(policy), log: null, maxHeaders: 10, _time);
    }

    private static AddressSet Set(string[]? addresses) => new((addresses ?? []).Select(address => new IPNetwork(IPAddress.Parse(address), 32)));

    private sealed class NoClicks : IClickSink
    {
        public void Append(Span<byte> record)
        {
        }
    }
}
