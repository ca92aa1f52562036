using System.Net;
using Tautan.Contracts.Health;
using Tautan.Health.Parking;
using Tautan.Platform.Outbound;

namespace Tautan.Health.Probing;

/// <summary>
/// Probes over real connections. A connection whose answer was read to its end may serve the next probe of the same
/// server, if that comes soon (<see cref="ConnectionShelf"/>); after anything that goes wrong the next one opens its own.
/// </summary>
/// <param name="connector">Opens connections.</param>
/// <param name="handlers">Make requests on them.</param>
/// <param name="identity">Who asks.</param>
/// <param name="parking">Knows parked domains.</param>
/// <param name="shelf">Null: each hop opens a connection of its own.</param>
/// <param name="time">The clock.</param>
internal sealed class Prober(
    OutboundConnector connector, OutboundHandlers handlers, ProbeIdentity identity, DomainParking parking, ConnectionShelf? shelf, TimeProvider time) : IProber
{
    public const int MaxRedirects = 10;

    public async Task<ProbeResult> ProbeAsync(ProbeRequest request, CancellationToken cancellationToken)
    {
        var log = new ProbeLog(request, time);
        if (!ProbeUrl.TryRead(request.Url, out var url))
        {
            return log.End(request.Url, new ProbeError(ProbeFailure.NotPublic, Reasons.NotPublic, "It is no http or https URL, and is not fetched."));
        }

        using var deadline = new CancellationTokenSource(request.Timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var (asked, http2) = (url, true);
        var seen = new HashSet<string>(StringComparer.Ordinal) { url.AbsoluteUri };
        while (true)
        {
            log.BeginHop();
            var had = log.Left;
            var endpoint = OutboundEndpoint.Of(url) with { Http2 = http2, IgnoreCertificateErrors = request.IgnoreTlsErrors, Workspace = request.Workspace };
            HeldConnection? held = null;
            if (shelf?.TryTake(endpoint, out held) == true)
            {
                log.Reuse(held!.Facts, endpoint);
            }
            else
            {
                var connection = await connector.ConnectAsync(endpoint, had, cancellationToken);
                log.Add(connection, endpoint);
                if (connection.Error != ConnectError.None)
                {
                    connection.Dispose();
                    return log.End(url.AbsoluteUri, ConnectErrorOf(connection, had, request, log));
                }

                held = new HeldConnection(endpoint, connection, handlers);
            }

            using var hold = new ConnectionHold(held, shelf);
            using var message = Message(url, http2, IsOwn(url, asked) ? request.Headers : ProbeHeaders.None);
            var (response, error) = await SendAsync(held, message, log, linked.Token, cancellationToken);
            using var answer = response;
            if (answer is null)
            {
                hold.HasFailed = true;

                // RFC 9113 §7: the same request is welcome over HTTP/1.1.
                if (http2 && error == ProbeError.Http11Required)
                {
                    http2 = false;
                    continue;
                }

                return log.End(url.AbsoluteUri, error);
            }

            if (OfProxy(held, answer) is { } proxyError)
            {
                hold.HasFailed = true;
                return log.End(url.AbsoluteUri, proxyError);
            }

            log.Add(ProbeAnswer.Of(answer, time.GetUtcNow()));
            if (!Location.IsRedirect(answer.StatusCode))
            {
                var (body, bodyError) = await ReadBodyAsync(answer, request, linked.Token, cancellationToken);
                hold.HasFailed = bodyError is not null;
                hold.IsReusable = bodyError is null && body is { IsCut: false } && answer.Version >= HttpVersion.Version11 && answer.Headers.ConnectionClose != true;
                var result = log.End(url.AbsoluteUri, bodyError, body);
                return result.Page is { } page
                    ? result with { IsParked = page.HasParkingMark || await parking.IsParkedAsync(url, result.Remote, cancellationToken) }
                    : result;
            }

            if (NextError(answer, url, seen, log, out var next) is { } redirectError) return log.End(url.AbsoluteUri, redirectError);
            log.EndHop(url.AbsoluteUri);
            (url, http2) = (next!, true);
        }
    }

    // What a proxy answers itself, it says of the way and not of the page; it cannot be told from what the server would say.
    private static ProbeError? OfProxy(HeldConnection connection, HttpResponseMessage answer) => connection.Facts.Proxy is { } proxy && !connection.Endpoint.Tls
        ? (int)answer.StatusCode switch
        {
            407 => ProbeError.OfConnect(ConnectError.Proxy, $"The proxy {proxy} wants to know who asks."),
            502 or 503 or 504 => new ProbeError(ProbeFailure.Http, Reasons.HttpStatus, $"The proxy {proxy} answers {(int)answer.StatusCode}."),
            _ => null,
        }
        : null;

    private static ProbeError ConnectErrorOf(OutboundConnection connection, TimeSpan had, ProbeRequest request, ProbeLog log)
    {
        // A host that had a moment only, because the redirect to it took so long, has not been shown to be dead.
        var ranOut = log.Redirects > 0 && log.Left <= TimeSpan.Zero && had < request.Timeout / 2 && connection.Error != ConnectError.NotPublic;
        return ranOut ? ProbeError.Timeout(ProbeFailure.OutOfTime) : ProbeError.OfConnect(connection.Error, connection.Detail);
    }

    // What a link's owner says to one server is not said to another.
    private static bool IsOwn(Uri url, Uri asked) => url.Scheme == asked.Scheme && url.IdnHost == asked.IdnHost && url.Port == asked.Port;

    private HttpRequestMessage Message(Uri url, bool http2, ProbeHeaders headers)
    {
        var message = new HttpRequestMessage(HttpMethod.Get, url)
        {
            // HTTP/2 where TLS agrees on it, as a browser would.
            Version = http2 ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        message.Headers.TryAddWithoutValidation("User-Agent", identity.UserAgent);
        message.Headers.TryAddWithoutValidation("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        headers.AddTo(message);
        return message;
    }

    private async Task<(HttpResponseMessage? Response, ProbeError? Error)> SendAsync(
        HeldConnection connection, HttpRequestMessage message, ProbeLog log, CancellationToken linked, CancellationToken cancelled)
    {
        var sent = time.GetTimestamp();
        var facts = connection.Facts;
        try
        {
            var response = await connection.SendAsync(message, linked);
            if (connection.Facts != facts) log.Add(connection.Facts, connection.Endpoint);
            return (response, null);
        }
        catch (OperationCanceledException)
        {
            cancelled.ThrowIfCancellationRequested();
            return (null, ProbeError.Timeout(ProbeFailure.FirstByte));
        }
        catch (HttpRequestException e)
        {
            cancelled.ThrowIfCancellationRequested();
            return (null, ProbeError.OfSend(e));
        }
        finally
        {
            log.AddFirstByte(time.GetElapsedTime(sent));
        }
    }

    private async Task<(ProbeBody? Body, ProbeError? Error)> ReadBodyAsync(
        HttpResponseMessage answer, ProbeRequest request, CancellationToken linked, CancellationToken cancelled)
    {
        try
        {
            return (await ProbeBody.ReadAsync(answer, request, parking.Domains, linked), null);
        }
        catch (OperationCanceledException)
        {
            cancelled.ThrowIfCancellationRequested();
            return (null, ProbeError.Timeout(ProbeFailure.Body));
        }
        catch (Exception e) when (ProbeError.OfBody(e) is not null)
        {
            return (null, ProbeError.OfBody(e));
        }
    }

    private static ProbeError? NextError(HttpResponseMessage answer, Uri url, HashSet<string> seen, ProbeLog log, out Uri? next)
    {
        if (!Location.TryGetNext(answer, url, out next)) return ProbeError.Redirect(Reasons.BadRedirect, "It redirects, and does not say where to.");
        if (!seen.Add(next.AbsoluteUri)) return ProbeError.Redirect(Reasons.RedirectLoop, $"It redirects in a circle, by {next.AbsoluteUri}");
        return log.Redirects >= MaxRedirects ? ProbeError.Redirect(Reasons.TooManyRedirects, $"It redirects more than {MaxRedirects} times.") : null;
    }
}
