using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Tautan.Platform.Web;

/// <summary>What a visitor would rather have (RFC 9110 §12.5.1).</summary>
public static class Accepting
{
    /// <summary>The offer that is liked best; of several, and where none or nothing legible is asked for, the first.</summary>
    /// <param name="offers">The media types of each offer.</param>
    /// <param name="accept">The <c>Accept</c> header.</param>
    /// <returns>The offer's index.</returns>
    public static int BestOf(StringSegment[][] offers, StringValues accept)
    {
        if (accept.Count == 0 || !MediaTypeHeaderValue.TryParseList(accept!, out var wanted))
            return 0;
        return Enumerable.Range(0, offers.Length).MaxBy(offer => Quality(offers[offer], wanted));
    }

    private static double Quality(StringSegment[] types, IList<MediaTypeHeaderValue> wanted) =>
        types.Max(type => wanted
            .Where(range => new MediaTypeHeaderValue(type).IsSubsetOf(range))
            .OrderByDescending(range => range.MatchesAllTypes ? 0 : range.MatchesAllSubTypes ? 1 : 2)
            .Select(range => range.Quality ?? 1)
            .FirstOrDefault());
}
