using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Tautan.Gateway.Addresses;

namespace Tautan.Gateway.Logging;

/// <summary>Makes the entry of a request that the server parsed, when its answer is done.</summary>
internal sealed class AccessRecorder(AccessLog log, VisitorAddress visitor, TimeProvider time)
{
    private const int LongestField = 2048;

    [ThreadStatic]
    private static byte[]? Text;

    /// <summary>What has to be known from the beginning: the way to a service changes the headers.</summary>
    public AccessStart Begin(IFeatureCollection features) =>
        new(time.GetTimestamp(), visitor.Of(features, features.GetRequiredFeature<IHttpRequestFeature>().Headers));

    public void End(IFeatureCollection features, in AccessStart start)
    {
        var request = features.GetRequiredFeature<IHttpRequestFeature>();
        var response = features.GetRequiredFeature<IHttpResponseFeature>();
        var took = time.GetElapsedTime(start.Timestamp);
        var isBare = HttpMethods.IsHead(request.Method) || response.StatusCode is >= 300 and < 400;
        var text = (Text ??= new byte[6 * 3 * LongestField]).AsSpan();
        log.Write(new AccessEntry
        {
            Time = (time.GetUtcNow() - took).ToUnixTimeMilliseconds(),
            Address = start.Address,
            Method = Bytes(request.Method, ref text),
            Target = Bytes(request.RawTarget, ref text),
            Protocol = Bytes(request.Protocol, ref text),
            Host = Bytes(request.Headers.Host.ToString(), ref text),
            Referer = Bytes(request.Headers.Referer.ToString(), ref text),
            UserAgent = Bytes(request.Headers.UserAgent.ToString(), ref text),
            Status = response.StatusCode,
            Length = isBare ? 0 : response.Headers.ContentLength ?? -1,
            Microseconds = (long)took.TotalMicroseconds,
        });
    }

    private static ReadOnlySpan<byte> Bytes(ReadOnlySpan<char> value, ref Span<byte> text)
    {
        var length = Encoding.UTF8.GetBytes(value.Length > LongestField ? value[..LongestField] : value, text);
        var bytes = text[..length];
        text = text[length..];
        return bytes;
    }
}

/// <summary>When a request came, and from whom.</summary>
internal readonly record struct AccessStart(long Timestamp, IPAddress? Address);
