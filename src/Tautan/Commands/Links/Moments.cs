using System.Globalization;

namespace Tautan.Commands.Links;

/// <summary>Reads moments as people type them, in the forms of RFC 3339 and no others: 3/4 is March to some and April to others.</summary>
internal static class Moments
{
    private static readonly string[] Local =
        ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss"];

    private static readonly string[] Zoned =
        ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mmK", "yyyy-MM-dd HH:mm:ssK"];

    /// <exception cref="CommandFailure">It is no moment.</exception>
    public static DateTimeOffset Read(string text, string option, TimeZoneInfo zone)
    {
        if (DateTime.TryParseExact(text, Local, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) && !zone.IsInvalidTime(local))
            return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
        if (DateTimeOffset.TryParseExact(text, Zoned, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var zoned))
            return zoned.ToUniversalTime();
        throw new CommandFailure(ExitCodes.Usage, $"{option} must be a time such as 2027-01-31T09:00Z, but is \"{text}\"");
    }
}
