using Tautan.Gateway.Tests.Table;

namespace Tautan.Gateway.Tests.Redirecting;

/// <summary>
/// Requests as bytes: malformed, ambiguous, cut and put together. Behind each comes another request, whose answer says that the server
/// found the end of the first one where it is, and went on; without it, it closed.
/// </summary>
public sealed class RawRequestTests
{
    private const string Host = "Host: a.example\r\n";
    private const string Next = "404";

    [Theory]
    // RFC 9112 §6.3: a length that is none, or not one.
    [InlineData("POST /x HTTP/1.1\r\n" + Host + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc", "400")]
    [InlineData("POST /x HTTP/1.1\r\n" + Host + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc", "400")]
    [InlineData("POST /x HTTP/1.1\r\n" + Host + "Content-Length: 3, 3\r\n\r\nabc", "400")]
    [InlineData("POST /x HTTP/1.1\r\n" + Host + "Content-Length: +3\r\n\r\nabc", "400")]
    [InlineData("POST /x HTTP/1.1\r\n" + Host + "Content-Length: -3\r\n\r\nabc", "400")]
    [InlineData("POST /x HTTP/1.1\r\n" + Host + "Content-Length: 0x3\r\n\r\nabc", "400")]
    [InlineData("POST /x HTTP/1.1\r\n" + Host + "Content-Length: 3a\r\n\r\nabc", "400")]
    [InlineData("POST /x HTTP/1.1\r\n" + Host + "Content-Length: 99999999999999999999\r\n\r\nabc", "400")]
    [InlineData("POST /x HTTP/1.1\r\n" + Host + "Content-Length: 0000000000000000000000000000000000003\r\n\r\nabc", "400")]
    [InlineData("POST /x HTTP/1.1\r\n" + Host + "Content-Length : 3\r\n\r\nabc", "400")]
    [InlineData("POST /x HTTP/1.1\r\n" + Host + "Content-Length: 3\r\n\r\nabc", "405", Next)]
    [InlineData("GET /x HTTP/1.1\r\n" + Host + "Content-Length: 3\r\n\r\nabc", "302", Next)]
    // §6.1: chunked beats the length, and the connection ends; a coding that is not known is 501, one that does not end in chunked 400.
    [InlineData("POST /x HTTP/1.1\r\n" + Host + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n" + Host + "\r\n", "405")]
    [InlineData("POST /x HTTP/1.1\r\n" + Host + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n", "405")]
    [InlineData("POST /x HTTP/1.1\r\n" + Host + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", "501", Next)]
    [InlineData("POST /x HTTP/1.1\r\n" + Host + "Transfer-Encoding: gzip\r\n\r\n", "400")]
    [InlineData("POST /x HTTP/1.1\r\n" + Host + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", "400")]
    [InlineData("POST /x HTTP/1.1\r\n" + Host + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", "400")]
    [InlineData("POST /x HTTP/1.1\r\n" + Host + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", "400")]
    [InlineData("POST /x HTTP/1.0\r\n" + Host + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "405")]
    // §7.1: chunks, their extensions and trailers. What is wrong with them ends the connection.
    [InlineData("POST /x HTTP/1.1\r\n" + Host + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", "405", Next)]
    [InlineData("POST /x HTTP/1.1\r\n" + Host + "Transfer-Encoding: chunked\r\n\r\n3;a=\"b\"\r\nabc\r\n0;c\r\n\r\n", "405", Next)]
    [InlineData("POST /x HTTP/1.1\r\n" + Host + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nTrailer: x\r\n\r\n", "405", Next)]
    [InlineData("POST /x HTTP/1.1\r\n" + Host + "Transfer-Encoding: chunked\r\n\r\n3;a\nb\r\nabc\r\n0\r\n\r\n", "405")]
    [InlineData("POST /x HTTP/1.1\r\n" + Host + "Transfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n", "405")]
    [InlineData("POST /x HTTP/1.1\r\n" + Host + "Transfer-Encoding: chunked\r\n\r\n0x3\r\nabc\r\n0\r\n\r\n", "405")]
    [InlineData("POST /x HTTP/1.1\r\n" + Host + "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nabc\r\n0\r\n\r\n", "405")]
    // §2.2: a bare LF may end a line, a bare CR may not; empty lines before a request are passed over.
    [InlineData("GET /x HTTP/1.1\nHost: a.example\n\n", "302", Next)]
    [InlineData("GET /x HTTP/1.1\r\n" + Host + "A: b\rC: d\r\n\r\n", "400")]
    [InlineData("\r\nGET /x HTTP/1.1\r\n" + Host + "\r\n", "302", Next)]
    [InlineData("GET /x HTTP/1.1\r\n " + Host + "\r\n", "400")]
    // §5: headers.
    [InlineData("GET /x HTTP/1.1\r\n" + Host + "A: b\r\n c\r\n\r\n", "400")]
    [InlineData("GET /x HTTP/1.1\r\n" + Host + "A : b\r\n\r\n", "400")]
    [InlineData("GET /x HTTP/1.1\r\n" + Host + ": b\r\n\r\n", "400")]
    [InlineData("GET /x HTTP/1.1\r\n" + Host + "A\r\n\r\n", "400")]
    [InlineData("GET /x HTTP/1.1\r\n" + Host + "A: \0\r\n\r\n", "400")]
    // §3.2: one Host, and a good one; none is needed before 1.1.
    [InlineData("GET /x HTTP/1.1\r\n\r\n", "400")]
    [InlineData("GET /x HTTP/1.1\r\n" + Host + Host + "\r\n", "400")]
    [InlineData("GET /x HTTP/1.1\r\nHost: a b\r\n\r\n", "400")]
    [InlineData("GET /x HTTP/1.0\r\n\r\n", "302")]
    // §3: request lines.
    [InlineData("GET /x\r\n\r\n", "400")]
    [InlineData("GET  /x HTTP/1.1\r\n" + Host + "\r\n", "400")]
    [InlineData("GET /x HTTP/2.0\r\n" + Host + "\r\n", "505")]
    [InlineData("G(T /x HTTP/1.1\r\n" + Host + "\r\n", "400")]
    // §9.3.2: pipelined, in order.
    [InlineData("GET /x HTTP/1.1\r\n" + Host + "\r\nHEAD /x HTTP/1.1\r\n" + Host + "\r\nGET /none HTTP/1.1\r\n" + Host + "\r\nGET /x HTTP/1.1\r\n" + Host + "\r\n", "302", "302", "404", "302", Next)]
    [InlineData("GET /x HTTP/1.1\r\n" + Host + "Connection: close\r\n\r\nGET /x HTTP/1.1\r\n" + Host + "\r\n", "302")]
    public async Task Request_is_answered_as_the_standard_says(string request, params string[] statuses)
    {
        await using var edge = await RunningRedirects.StartAsync();
        edge.Table.Put(Links.Of("x", "https://a.example/x"));

        StatusesOf(await edge.ExchangeAsync(request)).ShouldBe(statuses);
    }

    [Fact]
    public async Task Request_that_comes_byte_by_byte_is_answered_like_any_other()
    {
        const string Requests = "GET /x HTTP/1.1\r\n" + Host + "\r\nGET /x HTTP/1.1\r\n" + Host + "User-Agent: agent\r\n\r\n";
        await using var edge = await RunningRedirects.StartAsync();
        edge.Table.Put(Links.Of("x", "https://a.example/x"));

        StatusesOf(await edge.ExchangeAsync(Requests, isByteByByte: true)).ShouldBe(["302", "302", Next]);
    }

    // A page does not end with a line.
    private static IEnumerable<string> StatusesOf(string? answers) => answers!.Split("HTTP/1.1 ").Skip(1).Select(answer => answer[..3]);
}
