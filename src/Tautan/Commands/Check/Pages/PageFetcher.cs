using System.Net;
using Tautan.Commands.Check.Addresses;
using Tautan.Commands.Check.Checking;
using Tautan.Commands.Check.Documents;
using Tautan.Commands.Check.Inputs;
using Tautan.Health.Probing;
using Tautan.Platform.Outbound;

namespace Tautan.Commands.Check.Pages;

/// <summary>Fetches pages and sitemaps whole, for the links in them: a probe sees the first 64 KB.</summary>
internal sealed class PageFetcher(OutboundConnector connector, OutboundHandlers handlers, ProbeIdentity identity, HostLanes lanes, CheckSettings settings)
{
    /// <summary>As much of a page is read, in bytes, unpacked; sitemaps may be that long (sitemaps.org).</summary>
    public const int Longest = 50 * 1024 * 1024;

    /// <param name="url">Of the page.</param>
    /// <param name="expected">What it is, where it does not say so itself; null: then it has no links.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<FetchedPage> FetchAsync(string url, DocumentKind? expected, CancellationToken cancellationToken)
    {
        if (!ProbeUrl.TryRead(url, out var at)) return new FetchedPage(null, "it is no URL that can be asked for");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(settings.Timeout);
        var asked = at;
        try
        {
            for (var hops = 0; hops <= Prober.MaxRedirects; hops++)
            {
                await lanes.Of(at).WaitAsync(limit.Token);
                var endpoint = OutboundEndpoint.Of(at) with { Http2 = false, IgnoreCertificateErrors = settings.IgnoreTlsErrors };
                using var connection = await connector.ConnectAsync(endpoint, settings.Timeout, limit.Token);
                if (connection.Stream is null) return new FetchedPage(null, connection.Detail ?? connection.Error.ToString());
                using var client = new HttpMessageInvoker(handlers.CreateOn(connection, endpoint));
                using var request = Request(at, asked);
                using var response = await client.SendAsync(request, limit.Token);
                if (Location.IsRedirect(response.StatusCode))
                {
                    if (!Location.TryGetNext(response, at, out var next)) return new FetchedPage(null, "it redirects, and does not say where to");
                    at = next;
                    continue;
                }

                if (!response.IsSuccessStatusCode) return new FetchedPage(null, $"it answers {(int)response.StatusCode}");
                return (PageKind.Of(at, response.Content.Headers.ContentType) ?? expected) is { } kind ? await ReadAsync(url, at, kind, response, limit.Token) : new FetchedPage(null, null);
            }

            return new FetchedPage(null, "it redirects too often");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or FormatException or InvalidDataException)
        {
            return new FetchedPage(null, e.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new FetchedPage(null, "it takes too long");
        }
    }

    private HttpRequestMessage Request(Uri at, Uri asked)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, at) { Version = HttpVersion.Version11 };
        request.Headers.TryAddWithoutValidation("User-Agent", identity.UserAgent);
        request.Headers.TryAddWithoutValidation("Accept", "text/html,application/xhtml+xml,application/xml,*/*;q=0.8");
        if (at.Authority == asked.Authority && at.Scheme == asked.Scheme) ProbeHeaders.Of(settings.Headers).AddTo(request);
        return request;
    }

    private async Task<FetchedPage> ReadAsync(string url, Uri at, DocumentKind kind, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var body = await BoundedBody.ReadAsync(stream, Longest, cancellationToken);
        var text = body.Bytes is [0x1f, 0x8b, ..]
            ? DocumentText.Read(new MemoryStream(body.Bytes.ToArray()), isPacked: true)
            : BodyText.Decode(body.Bytes, response.Content.Headers.ContentType?.CharSet, body.IsCut);
        if (text is null) return new FetchedPage(null, null);
        var problem = body.IsCut ? $"only its first {Longest / 1024 / 1024} MB are read" : null;
        return new FetchedPage(new InputDocument(new DocumentPlace(url, null, at), DocumentReader.Read(kind, text, settings.IncludeCode)), problem);
    }
}
