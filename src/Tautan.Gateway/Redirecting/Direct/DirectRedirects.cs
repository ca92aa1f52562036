using System.IO.Pipelines;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Tautan.Contracts.Clicks;
using Tautan.Gateway.Addresses;
using Tautan.Gateway.Logging;

namespace Tautan.Gateway.Redirecting.Direct;

/// <summary>Answers plain requests for links that redirect, and nothing else; from bytes to bytes, with nothing made in between.</summary>
internal sealed class DirectRedirects(
    Resolver resolver,
    VisitorAddress visitor,
    AddressSet denied,
    ClickWriter clicks,
    DirectAnswer answer,
    AccessLog? log,
    int maxHeaders,
    TimeProvider time)
{
    private const int MaxQuery = 512;

    /// <summary>Answers the requests that the bytes begin with, up to the first one that is not for it.</summary>
    /// <param name="bytes">What came.</param>
    /// <param name="output">Where answers go; not flushed.</param>
    /// <param name="peer">Who is at the other end of the connection.</param>
    /// <param name="isSecure">The connection is TLS.</param>
    /// <returns>How many of the bytes are answered.</returns>
    public int Answer(ReadOnlySpan<byte> bytes, PipeWriter output, IPAddress? peer, bool isSecure)
    {
        var answered = 0;
        while (answered < bytes.Length && RequestHead.TryRead(bytes[answered..], maxHeaders, out var head) && TryAnswer(head, output, peer, isSecure))
            answered += head.Length;
        return answered;
    }

    private bool TryAnswer(in RequestHead head, PipeWriter output, IPAddress? peer, bool isSecure)
    {
        var began = log is null ? 0 : time.GetTimestamp();
        var address = head.ForwardedFor.IsEmpty ? peer : visitor.Of(peer, head.ForwardedFor);
        if (head.Query.Length > MaxQuery || (!denied.IsEmpty && denied.Contains(address)))
            return false;
        Span<char> host = stackalloc char[RequestHead.MaxHost];
        Ascii.ToUtf16(head.Host, host, out var hostLength);
        var query = head.Query.IsEmpty ? default : stackalloc char[MaxQuery];
        Ascii.ToUtf16(head.Query, query, out var queryLength);

        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var slug = head.Path is [_, .. var inner, (byte)'/'] ? inner : head.Path[1..];
        var outcome = resolver.Find(host[..hostLength], true, slug, query[..queryLength], head.IsHead ? HttpMethods.Head : HttpMethods.Get, now);
        if (outcome.Kind != ClickKind.Redirect || outcome.Location.IsNone || ReservedSegments.IsReserved(slug))
            return false;
        clicks.Write(outcome, head, address, now);
        answer.Write(output, outcome, now, isSecure);
        log?.Write(new AccessEntry
        {
            Time = now,
            Address = address,
            Method = head.IsHead ? "HEAD"u8 : "GET"u8,
            Target = head.Target,
            Protocol = "HTTP/1.1"u8,
            Host = head.Host,
            Referer = head.Referer,
            UserAgent = head.UserAgent,
            Status = outcome.Status,
            Length = 0,
            Microseconds = (long)time.GetElapsedTime(began).TotalMicroseconds,
        });
        return true;
    }
}
