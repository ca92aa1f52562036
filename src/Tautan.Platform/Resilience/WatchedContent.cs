using System.Net;

namespace Tautan.Platform.Resilience;

/// <summary>A request's body that tells how far it has got: once begun it cannot be sent again, and until it is sent nobody owes an answer.</summary>
internal sealed class WatchedContent : HttpContent
{
    private readonly HttpContent _body;
    private volatile bool _isBegun;
    private volatile bool _isSent;

    public WatchedContent(HttpContent body)
    {
        _body = body;
        foreach (var (name, values) in body.Headers.NonValidated)
            Headers.TryAddWithoutValidation(name, values);
    }

    public bool IsBegun => _isBegun;

    public bool IsSent => _isSent;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _isBegun = true;
        await _body.CopyToAsync(stream, context, cancellationToken);
        _isSent = true;
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Headers.ContentLength ?? -1;
        return length >= 0;
    }
}
