using Microsoft.EntityFrameworkCore;
using Tautan.Contracts.Feeds;
using Tautan.Contracts.Health;
using Tautan.Health.Reading;
using Tautan.Health.Seeing;
using Tautan.Health.Targets;
using Tautan.Health.Verdicts;

namespace Tautan.Health.Overview;

/// <summary>Adds up how the links of a workspace are, from the database: whichever process is asked, the answer is the same but for what it cannot see itself.</summary>
internal sealed class OverviewReader(IDbContextFactory<HealthDb> databases, LinkTable links, Sight sight, TimeProvider time)
{
    private const int MostWorst = 20;

    public async Task<OverviewView> ReadAsync(Guid workspace, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var known = await KnownStates.ReadAsync(db, workspace, cancellationToken);
        var destinations = new Dictionary<FeedKey, Verdict>();
        var standings = new List<(WatchedLink Link, DestinationVerdict First, LinkStanding Standing)>();
        foreach (var link in links.List().Where(link => link.Workspace == workspace && link.Destinations.Count > 0))
        {
            var verdicts = link.Destinations.Select(destination => known.Of(link, destination)).ToList();
            standings.Add((link, verdicts[0], LinkStanding.Of(verdicts, link.HasFallback)));
            for (var i = 0; i < verdicts.Count; i++) destinations[link.Destinations[i].Target] = verdicts[i].Verdict;
        }

        return new OverviewView(
            time.GetUtcNow(),
            VerdictCounts.Of(standings.ConvertAll(one => one.Standing.Verdict.Verdict)),
            standings.Count(one => IsFailedOver(one.Link, one.Standing)),
            VerdictCounts.Of(destinations.Values),
            [.. standings
                .Where(one => one.First.Verdict == Verdict.Down)
                .OrderBy(one => one.Standing.Verdict.Verdict == Verdict.Down ? 0 : 1)
                .ThenBy(one => one.First.Since)
                .Take(MostWorst)
                .Select(one => Worst(one.Link, one.First, one.Standing))],
            sight.BlindIn);
    }

    private static bool IsFailedOver(WatchedLink link, LinkStanding standing) => standing.Serving > 0 || (standing.Serving < 0 && link.HasFallback);

    private static WorstLink Worst(WatchedLink link, DestinationVerdict first, LinkStanding standing) => new(
        link.Id, link.Destinations[0].Url, standing.Verdict.Verdict.ToWord(), IsFailedOver(link, standing), first.Reason, first.Note, first.Since);
}
