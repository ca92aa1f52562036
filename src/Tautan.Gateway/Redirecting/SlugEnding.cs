using Tautan.Contracts.Clicks;

namespace Tautan.Gateway.Redirecting;

/// <summary>What stands behind a slug where the link is not to be followed but shown: <c>+</c>, its preview, or <c>/qr</c>, its QR code.</summary>
internal static class SlugEnding
{
    /// <summary>Takes such an ending off.</summary>
    /// <param name="slug">Decoded, UTF-8.</param>
    /// <param name="bare">What stands before the ending; the slug itself where it has none.</param>
    /// <returns><see cref="ClickKind.Preview"/>, <see cref="ClickKind.Qr"/>, or <see cref="ClickKind.Redirect"/> where it has none.</returns>
    public static ClickKind Split(ReadOnlySpan<byte> slug, out ReadOnlySpan<byte> bare)
    {
        var (kind, length) = slug switch
        {
            [_, .., (byte)'+'] => (ClickKind.Preview, 1),
            [_, .., (byte)'/', (byte)'q', (byte)'r'] => (ClickKind.Qr, 3),
            _ => (ClickKind.Redirect, 0),
        };
        bare = slug[..^length];
        return kind;
    }
}
