using Tautan.Health.Pages;
using Tautan.Health.Parking;
using Tautan.Platform.Outbound;

namespace Tautan.Health.Probing;

/// <summary>What was read of a body.</summary>
/// <param name="Text">Decoded; null where nobody wants to see it.</param>
/// <param name="IsCut">It goes on.</param>
/// <param name="Page">What the page says; null where it is no success or no HTML.</param>
internal sealed record ProbeBody(string? Text, bool IsCut, PageSight? Page = null)
{
    /// <summary>As much of a body as is looked at, in bytes after decompression.</summary>
    public const int Limit = 64 * 1024;

    /// <summary>Reads the body, looks at the page, and decodes it where somebody wants to see it.</summary>
    /// <exception cref="IOException">It did not arrive whole.</exception>
    public static async Task<ProbeBody> ReadAsync(HttpResponseMessage answer, ProbeRequest request, ParkedDomains parked, CancellationToken cancellationToken)
    {
        var type = answer.Content.Headers.ContentType;

        // Server-sent events never end, and may never begin: their head is all there is to wait for.
        if (type?.MediaType is "text/event-stream") return new ProbeBody(request.KeepBody ? "" : null, true);

        await using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
        using var body = await BoundedBody.ReadAsync(stream, Limit, cancellationToken);
        var isPage = answer.IsSuccessStatusCode && type?.MediaType is "text/html" or "application/xhtml+xml";
        return new ProbeBody(
            request.KeepBody ? BodyText.Decode(body.Bytes, type?.CharSet, body.IsCut) : null,
            body.IsCut,
            isPage ? PageSight.Of(body.Bytes, type!.CharSet, request.KnownPage, request.FirstTitle, parked) : null);
    }
}
