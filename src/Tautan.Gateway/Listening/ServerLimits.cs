using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Tautan.Gateway.Listening;

/// <summary>The limits that the server itself holds.</summary>
internal static class ServerLimits
{
    private static readonly TimeSpan RateGrace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PingAfter = TimeSpan.FromSeconds(60);

    /// <summary>What a peer that reads an answer too slowly, or not at all, must take a second.</summary>
    private const double AnswerBytesPerSecond = 240;

    public static void Set(KestrelServerLimits server, LimitOptions limits)
    {
        server.RequestHeadersTimeout = limits.HeaderTime;
        server.MaxRequestHeadersTotalSize = limits.HeaderBytes;
        server.MaxRequestHeaderCount = limits.Headers;
        server.MaxRequestBodySize = limits.BodyBytes;
        server.MinRequestBodyDataRate = limits.BodyBytesPerSecond == 0 ? null : new MinDataRate(limits.BodyBytesPerSecond, RateGrace);
        server.MinResponseDataRate = new MinDataRate(AnswerBytesPerSecond, RateGrace);
        server.Http2.MaxStreamsPerConnection = limits.Streams;
        server.Http2.MaxRequestHeaderFieldSize = Math.Min(limits.HeaderBytes, 32 * 1024);
        server.Http2.KeepAlivePingDelay = PingAfter;
    }
}
