using Tautan.Platform.Outbound;

namespace Tautan.Health.Probing;

/// <summary>What one probe has seen so far.</summary>
internal sealed class ProbeLog(ProbeRequest request, TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();
    private readonly DateTimeOffset _at = time.GetUtcNow();
    private readonly List<ProbeHop> _hops = [];
    private TimeSpan? _dns, _connect, _tls, _firstByte;
    private ProbeCertificate? _certificate;
    private ProbeAnswer? _answer;
    private RemoteAddress? _remote;
    private bool _isReused;

    /// <summary>What is left of the timeout; zero or less when it is over.</summary>
    public TimeSpan Left => request.Timeout - time.GetElapsedTime(_started);

    public int Redirects => _hops.Count;

    public void BeginHop() => (_answer, _remote, _isReused) = (null, null, false);

    /// <summary>The hop asks on a connection that another one opened: it has no timings of its own for that.</summary>
    public void Reuse(OutboundConnection connection, OutboundEndpoint endpoint)
    {
        _isReused = true;
        See(connection, endpoint);
    }

    public void Add(OutboundConnection connection, OutboundEndpoint endpoint)
    {
        _dns = Sum(_dns, connection.Dns);
        _connect = Sum(_connect, connection.Connect);
        _tls = Sum(_tls, connection.Tls);
        _isReused = false;
        See(connection, endpoint);
    }

    private void See(OutboundConnection connection, OutboundEndpoint endpoint)
    {
        if (connection.Address is { } address) _remote = new RemoteAddress(address, connection.AllowedNetwork);
        if (connection.Certificate is { } shown) _certificate = new ProbeCertificate(shown.EndsAt, shown.Issuer, endpoint.Authority);
    }

    public void AddFirstByte(TimeSpan duration) => _firstByte = Sum(_firstByte, duration);

    public void Add(ProbeAnswer answer) => _answer = answer;

    /// <summary>The hop was a redirect that is followed.</summary>
    public void EndHop(string url) => _hops.Add(new ProbeHop(url, _answer?.Status, ProbeFailure.None, _remote) { IsReused = _isReused });

    /// <summary>The last hop is over.</summary>
    public ProbeResult End(string url, ProbeError? error = null, ProbeBody? body = null)
    {
        _hops.Add(new ProbeHop(url, _answer?.Status, error?.Failure ?? ProbeFailure.None, _remote) { IsReused = _isReused });
        return new ProbeResult
        {
            Url = request.Url,
            At = _at,
            Failure = error?.Failure ?? ProbeFailure.None,
            Reason = error?.Reason,
            Detail = error?.Detail is { Length: > 256 } detail ? detail[..256] : error?.Detail,
            Status = _answer?.Status,
            Hops = _hops,
            Timings = new ProbeTimings(
                _dns?.TotalMilliseconds,
                _connect?.TotalMilliseconds,
                _tls?.TotalMilliseconds,
                _firstByte?.TotalMilliseconds,
                time.GetElapsedTime(_started).TotalMilliseconds),
            Certificate = _certificate,
            HttpVersion = _answer?.HttpVersion,
            RetryAfter = _answer?.RetryAfter,
            BotWall = _answer?.BotWall ?? false,
            Body = body?.Text,
            BodyCut = body?.IsCut ?? false,
            Page = body?.Page,
        };
    }

    private static TimeSpan? Sum(TimeSpan? sum, TimeSpan? part) => part is null ? sum : (sum ?? TimeSpan.Zero) + part;
}
