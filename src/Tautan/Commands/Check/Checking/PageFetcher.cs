using Tautan.Commands.Check.Addresses;
using Tautan.Commands.Check.Documents;
using Tautan.Commands.Check.Inputs;
using Tautan.Health.Probing;

namespace Tautan.Commands.Check.Checking;

/// <summary>Fetches a page that the user gave, for the links in it.</summary>
internal sealed class PageFetcher(HttpClient client, ProbeIdentity identity, CheckSettings settings)
{
    /// <summary>As much of a page is read, in bytes.</summary>
    public const int Longest = 10 * 1024 * 1024;

    /// <summary>Null: it is no page with links, or it does not answer, which its own check says.</summary>
    public async Task<InputDocument?> FetchAsync(string url, CancellationToken cancellationToken)
    {
        if (!ProbeUrl.TryRead(url, out var at)) return null;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(settings.Timeout);
        var asked = at;
        try
        {
            for (var hops = 0; hops <= Prober.MaxRedirects; hops++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, at);
                request.Headers.TryAddWithoutValidation("User-Agent", identity.UserAgent);
                request.Headers.TryAddWithoutValidation("Accept", "text/html,application/xhtml+xml,application/xml,*/*;q=0.8");
                if (at.Authority == asked.Authority && at.Scheme == asked.Scheme) ProbeHeaders.Of(settings.Headers).AddTo(request);
                using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
                if (Location.IsRedirect(response.StatusCode))
                {
                    if (!Location.TryGetNext(response, at, out var next)) return null;
                    at = next;
                    continue;
                }

                return response.IsSuccessStatusCode && KindOf(response) is { } kind ? await ReadAsync(url, at, kind, response, limit.Token) : null;
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or FormatException or InvalidDataException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }

        return null;
    }

    private static DocumentKind? KindOf(HttpResponseMessage response) => response.Content.Headers.ContentType?.MediaType switch
    {
        "text/html" or "application/xhtml+xml" => DocumentKind.Html,
        "text/markdown" => DocumentKind.Markdown,
        "text/csv" => DocumentKind.Csv,
        "text/plain" => DocumentKind.Text,
        "application/xml" or "text/xml" => DocumentKind.Sitemap,
        _ => null,
    };

    private static async Task<InputDocument> ReadAsync(string url, Uri at, DocumentKind kind, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var body = await Tautan.Platform.Outbound.BoundedBody.ReadAsync(stream, Longest, cancellationToken);
        var text = BodyText.Decode(body.Bytes, response.Content.Headers.ContentType?.CharSet, body.IsCut);
        return new InputDocument(new DocumentPlace(url, null, at), DocumentReader.Read(kind, text));
    }
}
