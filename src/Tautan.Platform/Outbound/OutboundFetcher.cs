using System.Net;
using Tautan.Platform.Hosting;

namespace Tautan.Platform.Outbound;

/// <summary>Fetches one small document for a workspace, following redirects; each hop is guarded anew, and tells who asks.</summary>
public sealed class OutboundFetcher(OutboundConnector connector, OutboundHandlers handlers, OutboundIdentity identity)
{
    private const int MostRedirects = 5;

    /// <summary>Fetches it.</summary>
    /// <param name="url">http or https.</param>
    /// <param name="workspace">On whose behalf.</param>
    /// <param name="limit">How many bytes of the body are read.</param>
    /// <param name="within">How long all of it may take.</param>
    /// <param name="ignoreCertificateErrors">Takes any certificate.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="headers">Sent to the server of <paramref name="url"/> and to no other; null: none.</param>
    public async Task<OutboundDocument> GetAsync(
        Uri url, Guid workspace, int limit, TimeSpan within, bool ignoreCertificateErrors, CancellationToken cancellationToken, IReadOnlyList<KeyValuePair<string, string>>? headers = null)
    {
        var asked = url;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(within);
        try
        {
            for (var hop = 0; hop <= MostRedirects; hop++)
            {
                var document = await GetOnceAsync(url, workspace, limit, within, ignoreCertificateErrors, IsSameServer(url, asked) ? headers : null, deadline.Token);
                if (document.Next is null)
                    return document;
                url = document.Next;
            }

            return OutboundDocument.Failed(url, "there are too many redirects");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return OutboundDocument.Failed(url, "it takes too long");
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException)
        {
            // What a decoder says of bytes that are not what the server calls them.
            return OutboundDocument.Failed(url, "its body is not coded as it says");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or UriFormatException or OutboundConnectException)
        {
            return OutboundDocument.Failed(url, exception.Message.TrimEnd('.'));
        }
    }

    private static bool IsSameServer(Uri one, Uri other) => one.Scheme == other.Scheme && one.IdnHost == other.IdnHost && one.Port == other.Port;

    private async Task<OutboundDocument> GetOnceAsync(
        Uri url, Guid workspace, int limit, TimeSpan within, bool ignoreCertificateErrors, IReadOnlyList<KeyValuePair<string, string>>? headers, CancellationToken cancellationToken)
    {
        var endpoint = OutboundEndpoint.Of(url) with { Workspace = workspace, IgnoreCertificateErrors = ignoreCertificateErrors };
        var connection = await connector.ConnectAsync(endpoint, within, cancellationToken);
        if (connection.Stream is null)
            return OutboundDocument.Failed(url, connection.Error == ConnectError.NotPublic ? "its address is not public" : connection.Detail?.TrimEnd('.') ?? connection.Error.ToString());
        using var client = new HttpClient(handlers.CreateOn(connection, endpoint));
        using var message = new HttpRequestMessage(HttpMethod.Get, url) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionOrLower };
        message.Headers.TryAddWithoutValidation("User-Agent", identity.UserAgent);
        message.Headers.TryAddWithoutValidation("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        foreach (var (name, value) in headers ?? [])
            message.Headers.TryAddWithoutValidation(name, value);
        using var response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if ((int)response.StatusCode is 301 or 302 or 303 or 307 or 308 && response.Headers.Location is { } location)
        {
            var next = new Uri(url, location);
            return next.Scheme is "http" or "https" ? new OutboundDocument(url, 0, null, [], null) { Next = next } : OutboundDocument.Failed(url, "it redirects to something else than http");
        }

        if (!response.IsSuccessStatusCode)
            return new OutboundDocument(url, (int)response.StatusCode, null, [], $"it answers {(int)response.StatusCode}");
        using var body = await BoundedBody.ReadAsync(await response.Content.ReadAsStreamAsync(cancellationToken), limit, cancellationToken);
        return new OutboundDocument(url, (int)response.StatusCode, response.Content.Headers.ContentType?.ToString(), body.Bytes.ToArray(), null);
    }
}

/// <summary>What was fetched, or why nothing was.</summary>
/// <param name="Url">Where it was found in the end.</param>
/// <param name="Status">0: nothing was answered.</param>
/// <param name="ContentType">As the server says.</param>
/// <param name="Body">As much of it as was asked for.</param>
/// <param name="Error">The end of a sentence about it; null: none.</param>
public sealed record OutboundDocument(Uri Url, int Status, string? ContentType, byte[] Body, string? Error)
{
    internal Uri? Next { get; init; }

    public static OutboundDocument Failed(Uri url, string error) => new(url, 0, null, [], error);
}

/// <summary>Who asks: the User-Agent of everything that is fetched, by which the owner of a site finds whom to ask.</summary>
/// <param name="UserAgent">As in the header.</param>
public sealed record OutboundIdentity(string UserAgent)
{
    /// <param name="version">Of the product.</param>
    /// <param name="urls">Of this installation.</param>
    public static OutboundIdentity Of(string version, UrlsOptions urls) => new($"Tautan/{version} (+{urls.BaseUri().AbsoluteUri})");
}
