using System.Net.Sockets;
using Tautan.Contracts.Health;
using Tautan.Platform.Outbound;

namespace Tautan.Health.Probing;

/// <summary>What ended a probe before its answer was whole.</summary>
internal sealed record ProbeError(ProbeFailure Failure, string Reason, string? Detail)
{
    /// <summary>The server resets HTTP/2 streams to be asked over HTTP/1.1 (HTTP_1_1_REQUIRED).</summary>
    public static readonly ProbeError Http11Required = new(ProbeFailure.Http, Reasons.InvalidResponse, "The server wants HTTP/1.1.");

    public static ProbeError OfConnect(ConnectError error, string? detail)
    {
        var (failure, reason) = error switch
        {
            ConnectError.NotPublic => (ProbeFailure.NotPublic, Reasons.NotPublic),
            ConnectError.ProxyRefuses => (ProbeFailure.NotPublic, Reasons.ProxyFailure),
            ConnectError.Proxy => (ProbeFailure.Proxy, Reasons.ProxyFailure),
            ConnectError.Dns => (ProbeFailure.Dns, Reasons.DnsFailure),
            ConnectError.Refused => (ProbeFailure.Connect, Reasons.Refused),
            ConnectError.Reset => (ProbeFailure.Connect, Reasons.Reset),
            ConnectError.Unreachable => (ProbeFailure.Connect, Reasons.Unreachable),
            ConnectError.ConnectTimeout => (ProbeFailure.Connect, Reasons.ConnectTimeout),
            ConnectError.TlsExpired => (ProbeFailure.Tls, Reasons.TlsExpired),
            ConnectError.TlsWrongName => (ProbeFailure.Tls, Reasons.TlsWrongName),
            ConnectError.TlsUntrusted => (ProbeFailure.Tls, Reasons.TlsUntrusted),
            ConnectError.TlsReset => (ProbeFailure.Tls, Reasons.Reset),
            ConnectError.TlsTimeout => (ProbeFailure.Tls, Reasons.Timeout),
            _ => (ProbeFailure.Tls, Reasons.TlsFailure),
        };
        return new ProbeError(failure, reason, detail);
    }

    public static ProbeError Timeout(ProbeFailure failure) => new(failure, Reasons.Timeout, null);

    public static ProbeError Redirect(string reason, string detail) => new(ProbeFailure.Redirect, reason, detail);

    /// <summary>What went wrong between the request and the head of its answer.</summary>
    public static ProbeError OfSend(HttpRequestException exception)
    {
        if (Innermost(exception) is HttpProtocolException { ErrorCode: 0xd }) return Http11Required;

        // An HTTP/2 server wanted another connection, and that one did not come about.
        if (exception.InnerException is OutboundConnectException again) return OfConnect(again.Error, again.Message);

        if (WasReset(exception)) return new ProbeError(ProbeFailure.FirstByte, Reasons.Reset, "The connection was reset before an answer.");

        return exception.HttpRequestError == HttpRequestError.ResponseEnded
            ? new ProbeError(ProbeFailure.FirstByte, Reasons.Reset, "The connection ended before an answer.")
            : new ProbeError(ProbeFailure.Http, Reasons.InvalidResponse, Innermost(exception).Message);
    }

    /// <summary>What went wrong in the body; null where the exception is not about that.</summary>
    public static ProbeError? OfBody(Exception exception)
    {
        if (exception is HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded })
        {
            return new ProbeError(ProbeFailure.Body, Reasons.BodyEndedEarly, "The body stopped before its end.");
        }

        return exception switch
        {
            IOException or HttpRequestException when WasReset(exception) => new ProbeError(ProbeFailure.Body, Reasons.Reset, "The connection was reset in the body."),
            IOException or HttpRequestException => new ProbeError(ProbeFailure.Body, Reasons.InvalidResponse, Innermost(exception).Message),

            // What decompression throws.
            InvalidDataException or InvalidOperationException => new ProbeError(ProbeFailure.Body, Reasons.InvalidResponse, "The body is not packed as it says, or was cut."),
            _ => null,
        };
    }

    private static bool WasReset(Exception exception) => Innermost(exception) switch
    {
        SocketException { SocketErrorCode: SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown } => true,

        // RFC 9113 §7: NO_ERROR, INTERNAL_ERROR, REFUSED_STREAM, CANCEL, ENHANCE_YOUR_CALM. The rest accuses us of bad HTTP/2, or the other way round.
        HttpProtocolException { ErrorCode: 0x0 or 0x2 or 0x7 or 0x8 or 0xb } => true,
        _ => false,
    };

    private static Exception Innermost(Exception exception)
    {
        while (exception.InnerException is { } inner) exception = inner;
        return exception;
    }
}
