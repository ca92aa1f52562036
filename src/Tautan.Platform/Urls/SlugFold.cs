using System.Text;

namespace Tautan.Platform.Urls;

/// <summary>
/// Slugs without case, for domains that do not tell one case from the other: lower case as Unicode's simple mapping has
/// it, whatever the culture.
/// </summary>
public static class SlugFold
{
    /// <summary>How much longer a folded slug may be: U+023A has two bytes, its lower case three.</summary>
    public const int Growth = 2;

    /// <summary>Folds a slug.</summary>
    public static string Fold(string slug) => slug.ToLowerInvariant();

    /// <summary>Folds a slug.</summary>
    /// <param name="slug">UTF-8.</param>
    /// <param name="destination">At least <see cref="Growth"/> times as long.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Fold(ReadOnlySpan<byte> slug, Span<byte> destination)
    {
        if (Ascii.IsValid(slug))
        {
            Ascii.ToLower(slug, destination, out var written);
            return written;
        }

        return Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(slug).ToLowerInvariant(), destination);
    }

    /// <summary>Whether two slugs differ in nothing but case.</summary>
    public static bool Equal(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        if (one.SequenceEqual(other))
            return true;
        if (Ascii.IsValid(one) && Ascii.IsValid(other))
            return Ascii.EqualsIgnoreCase(one, other);
        var foldedOne = new byte[one.Length * Growth];
        var foldedOther = new byte[other.Length * Growth];
        return foldedOne.AsSpan(0, Fold(one, foldedOne)).SequenceEqual(foldedOther.AsSpan(0, Fold(other, foldedOther)));
    }
}
