using System.IO.Hashing;
using Tautan.Contracts.Feeds;
using Tautan.Health.Parking;
using Tautan.Health.Probing;

namespace Tautan.Health.Pages;

/// <summary>What an HTML page says, as far as it is looked at. Immutable, and passed on from probe to probe while the page stays the same.</summary>
internal sealed record PageSight
{
    private readonly Bits128 _hash;

    private PageSight(Bits128 hash, string? title, TextSketch sketch) => (_hash, Title, Sketch) = (hash, title, sketch);

    /// <summary>Without tags and with single spaces; at most <see cref="PageTitle.Longest"/> characters; null where there is none.</summary>
    public string? Title { get; }

    /// <summary>Of the text. Of a page whose title is what it was at first it may be an older one or empty: it is only asked for where the title is another.</summary>
    public TextSketch Sketch { get; }

    /// <summary>The page's bytes hold a mark of pages for domains that are for sale.</summary>
    public bool HasParkingMark { get; private init; }

    /// <summary>Looks at a page.</summary>
    /// <param name="bytes">The page, or its first part.</param>
    /// <param name="charset">Of the Content-Type.</param>
    /// <param name="known">What it was last; returned where nothing has changed.</param>
    /// <param name="firstTitle">What the title was at first: where it still is that, nobody asks for the sketch.</param>
    /// <param name="parked">Knows the marks.</param>
    public static PageSight Of(ReadOnlySpan<byte> bytes, string? charset, PageSight? known, string? firstTitle, ParkedDomains parked)
    {
        Span<byte> bits = stackalloc byte[Bits128.Size];
        XxHash128.Hash(bytes, bits);
        var hash = Bits128.Read(bits);
        if (known is not null && known._hash == hash) return known;
        var (encoding, mark) = BodyText.EncodingOf(bytes, charset);
        var title = PageTitle.Of(bytes[mark..], encoding);
        var sketch = title is not null && title == firstTitle ? known?.Sketch ?? TextSketch.Empty : TextSketch.Of(BodyText.Decode(bytes, charset, cut: true));
        return new PageSight(hash, title, sketch) { HasParkingMark = parked.Marks(bytes) };
    }
}
