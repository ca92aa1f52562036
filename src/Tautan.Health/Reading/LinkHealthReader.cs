using Microsoft.EntityFrameworkCore;
using Tautan.Contracts.Health;
using Tautan.Health.Checks;
using Tautan.Health.History;
using Tautan.Health.Seeing;
using Tautan.Health.Storage;
using Tautan.Health.Targets;
using Tautan.Health.Verdicts;

namespace Tautan.Health.Reading;

/// <summary>Tells how a link is, from the database: whichever process is asked, the answer is the same.</summary>
internal sealed class LinkHealthReader(IDbContextFactory<HealthDb> databases, Sight sight, TimeProvider time)
{
    public async Task<LinkHealthView> ReadAsync(WatchedLink link, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var places = link.Destinations.Select(destination => Place.Of(link, destination)).ToList();
        var targetKeys = places.Select(place => place.Target).Distinct().ToList();
        var originKeys = places.SelectMany(place => new[] { place.PublicOrigin, place.PrivateOrigin }).Distinct().ToList();
        var probeIds = places.Select(place => place.Probe).Distinct().ToList();
        var now = time.GetUtcNow();
        var known = new Known(
            await db.Targets.AsNoTracking().Where(row => targetKeys.Contains(row.Key)).ToDictionaryAsync(row => row.Key, cancellationToken),
            await db.Origins.AsNoTracking().Where(row => originKeys.Contains(row.Key)).ToDictionaryAsync(row => row.Key, cancellationToken),
            await db.Probes.AsNoTracking().Where(row => probeIds.Contains(row.Id)).ToDictionaryAsync(row => row.Id, cancellationToken),
            await LastChecksAsync(db, targetKeys, cancellationToken),
            await SpansAsync(db, [.. targetKeys, .. originKeys], now - Uptime.Longest, cancellationToken));

        var standings = places.ConvertAll(place => (Place: place, Verdict: Standing(link, place, known)));
        var verdict = LinkStanding.Of(standings.ConvertAll(standing => standing.Verdict), link.HasFallback).Verdict;
        return new LinkHealthView(
            verdict.Verdict.ToWord(),
            verdict.Since,
            [.. standings.Select(standing => View(link, standing.Place, standing.Verdict, known, now))]);
    }

    private DestinationVerdict Standing(WatchedLink link, Place place, Known known)
    {
        var target = known.Targets.GetValueOrDefault(place.Target)?.ToState() ?? TargetState.Unknown;
        if (!link.Health.Enabled && target.Verdict != Verdict.Paused) target = TargetState.Unknown with { Verdict = Verdict.Paused, Reason = Reasons.HealthOff };
        return DestinationVerdict.Of(target, VerdictRules.Of(link.Health), known.OriginOf(place)?.ToState(), sight.IsBlindIn(known.NetworkOf(place)));
    }

    private static DestinationHealthView View(WatchedLink link, Place place, DestinationVerdict verdict, Known known, DateTimeOffset now)
    {
        var last = known.LastChecks.GetValueOrDefault(place.Target);
        var target = known.Spans.GetValueOrDefault(place.Target) ?? [];
        var origin = known.OriginOf(place) is { } row ? known.Spans.GetValueOrDefault(row.Key) ?? [] : [];
        var uptimes = Uptime.Windows.Select(window => (window.Name, Uptime: Uptime.Of(target, origin, now - window.Length, now))).ToList();
        return new DestinationHealthView(
            place.Destination.Id,
            place.Destination.Url,
            verdict.Verdict.ToWord(),
            verdict.Reason,
            verdict.Note,
            verdict.Since,
            known.Probes.GetValueOrDefault(place.Probe)?.EffectiveIntervalSeconds ?? link.Health.IntervalSeconds,
            last is null ? null : LastProbe(last),
            uptimes.ToDictionary(window => window.Name, window => window.Uptime.Ratio),
            uptimes.ToDictionary(window => window.Name, window => window.Uptime.Observed));
    }

    private static LastProbeView LastProbe(CheckRow row) =>
        new(row.Until, row.Ok, row.Reason, row.Note, row.Status, CheckView.Of(row, default).TimingsMs);

    private static async Task<Dictionary<Guid, CheckRow>> LastChecksAsync(HealthDb db, List<Guid> targets, CancellationToken cancellationToken)
    {
        var last = new Dictionary<Guid, CheckRow>();
        foreach (var target in targets)
        {
            var row = await db.Checks.AsNoTracking().Where(check => check.TargetKey == target).OrderByDescending(check => check.Id).FirstOrDefaultAsync(cancellationToken);
            if (row is not null) last.Add(target, row);
        }

        return last;
    }

    private static async Task<Dictionary<Guid, List<VerdictSpan>>> SpansAsync(HealthDb db, List<Guid> keys, DateTimeOffset from, CancellationToken cancellationToken)
    {
        var rows = await db.VerdictChanges.AsNoTracking()
            .Where(row => keys.Contains(row.Key) && row.At >= from)
            .OrderBy(row => row.At).ThenBy(row => row.Id)
            .ToListAsync(cancellationToken);
        var spans = rows.GroupBy(row => row.Key).ToDictionary(group => group.Key, group => group.Select(Span).ToList());
        foreach (var key in keys)
        {
            var before = await db.VerdictChanges.AsNoTracking()
                .Where(row => row.Key == key && row.At < from)
                .OrderByDescending(row => row.At).ThenByDescending(row => row.Id)
                .FirstOrDefaultAsync(cancellationToken);
            if (before is null) continue;
            if (!spans.TryGetValue(key, out var list)) spans.Add(key, list = []);
            list.Insert(0, Span(before));
        }

        return spans;
    }

    private static VerdictSpan Span(VerdictChangeRow row) => new(row.At, row.Verdict);

    /// <summary>Where what is known of a destination stands.</summary>
    private sealed record Place(WatchedDestination Destination, Guid Target, Guid PublicOrigin, Guid PrivateOrigin, Guid Probe)
    {
        public static Place Of(WatchedLink link, WatchedDestination destination)
        {
            var origin = VerdictFeedKeys.OriginOf(destination.Url);
            return new Place(
                destination,
                destination.Target.ToGuid(),
                VerdictFeedKeys.PublicOrigin(origin).ToGuid(),
                VerdictFeedKeys.PrivateOrigin(link.Workspace, origin).ToGuid(),
                ProbeKey.Of(link, destination).ToId());
        }
    }

    private sealed record Known(
        Dictionary<Guid, TargetRow> Targets,
        Dictionary<Guid, OriginRow> Origins,
        Dictionary<Guid, ProbeRow> Probes,
        Dictionary<Guid, CheckRow> LastChecks,
        Dictionary<Guid, List<VerdictSpan>> Spans)
    {
        /// <summary>The one of the two that is down, as the gateway sees it; else that of the address.</summary>
        public OriginRow? OriginOf(Place place)
        {
            var atPublic = Origins.GetValueOrDefault(place.PublicOrigin);
            var atPrivate = Origins.GetValueOrDefault(place.PrivateOrigin);
            if (atPublic?.Verdict == Verdict.Down) return atPublic;
            if (atPrivate?.Verdict == Verdict.Down) return atPrivate;
            return NetworkOf(place) == Network.Public ? atPublic ?? atPrivate : atPrivate ?? atPublic;
        }

        public Network NetworkOf(Place place) => Network.Of(Probes.GetValueOrDefault(place.Probe)?.ToSaved().Remote);
    }
}
