using System.Net;

namespace Tautan.Gateway.Logging;

/// <summary>One request and its answer, as bytes that came from outside and are not to be trusted.</summary>
internal readonly ref struct AccessEntry
{
    /// <summary>When the request came, in milliseconds since 1970.</summary>
    public required long Time { get; init; }

    /// <summary>The visitor's address; null where the peer has none.</summary>
    public IPAddress? Address { get; init; }

    public ReadOnlySpan<byte> Method { get; init; }

    /// <summary>The request target, undecoded.</summary>
    public ReadOnlySpan<byte> Target { get; init; }

    /// <summary>As in <c>HTTP/1.1</c>.</summary>
    public ReadOnlySpan<byte> Protocol { get; init; }

    public ReadOnlySpan<byte> Host { get; init; }

    public ReadOnlySpan<byte> Referer { get; init; }

    public ReadOnlySpan<byte> UserAgent { get; init; }

    public required int Status { get; init; }

    /// <summary>Bytes of the answer's body; below 0: not known.</summary>
    public required long Length { get; init; }

    /// <summary>From the request to the end of its answer.</summary>
    public required long Microseconds { get; init; }
}
