using Tautan.Health.Verdicts;

namespace Tautan.Health.Reading;

/// <summary>What a link is, by its destinations.</summary>
/// <param name="Verdict">That of the destination that serves; where none does, that of the last to fall, or of the first destination where the link has no fallback.</param>
/// <param name="Serving">The place of the destination that serves, from 0; -1: none does.</param>
internal sealed record LinkStanding(DestinationVerdict Verdict, int Serving)
{
    private static readonly DestinationVerdict Unknown = new(Contracts.Health.Verdict.Unknown, null, null, null);

    /// <param name="destinations">In the link's order.</param>
    /// <param name="hasFallback">The link has a fallback URL.</param>
    public static LinkStanding Of(IReadOnlyList<DestinationVerdict> destinations, bool hasFallback)
    {
        var serving = -1;
        for (var i = 0; i < destinations.Count && serving < 0; i++)
        {
            if (destinations[i].Verdict != Contracts.Health.Verdict.Down) serving = i;
        }

        if (serving >= 0) return new LinkStanding(destinations[serving], serving);
        var verdict = hasFallback ? destinations.MaxBy(destination => destination.Since) : destinations.Count > 0 ? destinations[0] : null;
        return new LinkStanding(verdict ?? Unknown, -1);
    }
}
