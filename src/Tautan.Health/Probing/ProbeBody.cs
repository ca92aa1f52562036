using Tautan.Platform.Outbound;

namespace Tautan.Health.Probing;

/// <summary>What was read of a body.</summary>
internal sealed record ProbeBody(string? Text, bool IsCut)
{
    /// <summary>As much of a body as is looked at, in bytes after decompression.</summary>
    public const int Limit = 64 * 1024;

    /// <summary>Reads the body, and decodes it where somebody wants to see it.</summary>
    /// <exception cref="IOException">It did not arrive whole.</exception>
    public static async Task<ProbeBody> ReadAsync(HttpContent content, bool keep, CancellationToken cancellationToken)
    {
        // Server-sent events never end, and may never begin: their head is all there is to wait for.
        if (content.Headers.ContentType?.MediaType is "text/event-stream") return new ProbeBody(keep ? "" : null, true);

        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var body = await BoundedBody.ReadAsync(stream, Limit, cancellationToken);
        return new ProbeBody(keep ? BodyText.Decode(body.Bytes, content.Headers.ContentType?.CharSet, body.IsCut) : null, body.IsCut);
    }
}
