using System.Globalization;
using Tautan.Links.Creating;
using Tautan.Platform.Web;

namespace Tautan.Links.Importing.Sources;

/// <summary>Fields as other systems write them.</summary>
internal static class Fields
{
    private static readonly string[] Formats = ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd", "yyyy-MM-ddTHH:mm:ss", "yyyy/MM/dd HH:mm:ss", "yyyy/MM/dd", "yyyy-MM-dd HH:mm:ss 'UTC'", "yyyy-MM-ddTHH:mm:sszz00"];

    /// <summary>A moment; one without an offset is in UTC. A number is seconds since 1970, or milliseconds where it is that large.</summary>
    public static bool TryInstant(string text, out DateTimeOffset instant)
    {
        text = text.Trim();
        if (Rfc3339Converter.TryParse(text, out instant))
            return true;
        if (DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out instant))
            return true;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 253_402_300_800_000)
        {
            instant = number > 100_000_000_000 ? DateTimeOffset.FromUnixTimeMilliseconds(number) : DateTimeOffset.FromUnixTimeSeconds(number);
            return true;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out instant);
    }

    /// <summary>The slug in a short URL, with or without a scheme.</summary>
    public static string SlugOf(string shortUrl)
    {
        var text = shortUrl.Trim();
        var start = text.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0 ? scheme + 3 : 0;
        var slash = text.IndexOf('/', start);
        return slash < 0 ? "" : Uri.UnescapeDataString(text[(slash + 1)..].TrimEnd('/'));
    }

    /// <summary>The host, and the port where it has one, of a short URL.</summary>
    public static string? DomainOf(string shortUrl)
    {
        var text = shortUrl.Trim();
        var start = text.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0 ? scheme + 3 : 0;
        var slash = text.IndexOf('/', start);
        return slash <= start ? null : text[start..slash];
    }

    public static IReadOnlyList<DestinationRequest> To(string? url) => [new DestinationRequest { Url = url?.Trim() }];

    /// <summary>What another system calls a title is cut where ours ends, and is none where it is only the URL.</summary>
    public static string? Title(string? title, string? url)
    {
        const int Longest = 500;
        var text = title?.Trim();
        if (string.IsNullOrEmpty(text) || text == url?.Trim())
            return null;
        text = string.Concat(text.Where(character => !char.IsControl(character)));
        return text.Length <= Longest ? text : text[..(char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest)];
    }
}
