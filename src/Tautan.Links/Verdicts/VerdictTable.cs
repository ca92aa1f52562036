using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Tautan.Contracts.Feeds;
using Tautan.Contracts.Health;
using Tautan.Platform.Feeds;
using Tautan.Platform.Persistence;

namespace Tautan.Links.Verdicts;

/// <summary>
/// What Health says, as Links keeps it: in memory for answers, and in a side table for lists and filters. A verdict touches
/// no link: neither its revision nor its ETag nor when it was last changed.
/// </summary>
internal sealed class VerdictTable(IUnitOfWork<LinksDb> unitOfWork) : IFeedTable
{
    private readonly ConcurrentDictionary<FeedKey, VerdictRecord> _verdicts = new();
    private bool _isLoaded;

    /// <summary>
    /// The verdict for a destination: that of its target where the target is down, else that of its origin where the origin is, else that
    /// of its target. Where health is off it is paused, whatever is said of the origin.
    /// </summary>
    public VerdictRecord Of(Destination destination, bool isWatched)
    {
        if (!isWatched)
            return Paused;
        var isKnown = _verdicts.TryGetValue(FeedKey.Read(destination.TargetKey), out var target);
        if (target?.Verdict == Verdict.Down)
            return target;
        foreach (var key in OriginKeys(destination))
        {
            if (_verdicts.TryGetValue(key, out var origin) && origin.Verdict == Verdict.Down)
                return origin;
        }

        return isKnown ? target! : Unknown;
    }

    public void Apply(IReadOnlyList<FeedEntry> entries)
    {
        foreach (var entry in entries)
        {
            if (entry.Deleted)
                _verdicts.TryRemove(entry.Key, out _);
            else
                _verdicts[entry.Key] = VerdictRecord.Parser.ParseFrom(entry.Value.Span);
        }

        if (_isLoaded)
            Write([.. entries.Select(entry => entry.Key)]);
    }

    // The side table may be older than the copy on disk, or another process's: it is brought to what is known here.
    public void Loaded()
    {
        _isLoaded = true;
        Wait(unitOfWork.WriteAsync(
            async (context, cancellationToken) =>
            {
                var rows = await context.Db.Verdicts.ToDictionaryAsync(row => FeedKey.Read(row.Key), cancellationToken);
                foreach (var (key, row) in rows.Where(pair => !_verdicts.ContainsKey(pair.Key)))
                    context.Db.Verdicts.Remove(row);
                foreach (var (key, verdict) in _verdicts)
                    Set(context.Db, rows.GetValueOrDefault(key), key, verdict);
                return true;
            },
            CancellationToken.None));
    }

    // A destination that was made just now does not have its origin beside it.
    private static FeedKey[] OriginKeys(Destination destination)
    {
        if (destination.Origin is { } known)
            return [FeedKey.Read(known.PublicKey), FeedKey.Read(known.PrivateKey)];
        var origin = VerdictFeedKeys.OriginOf(destination.Url);
        return [VerdictFeedKeys.PublicOrigin(origin), VerdictFeedKeys.PrivateOrigin(destination.WorkspaceId, origin)];
    }

    private static readonly VerdictRecord Unknown = new() { Reason = Reasons.NotProbed };
    private static readonly VerdictRecord Paused = new() { Verdict = Verdict.Paused, Reason = Reasons.HealthOff };

    private void Write(List<FeedKey> keys) => Wait(unitOfWork.WriteAsync(
        async (context, cancellationToken) =>
        {
            var bytes = keys.Distinct().Select(key => key.ToArray()).ToList();
            var rows = await context.Db.Verdicts.Where(row => bytes.Contains(row.Key)).ToDictionaryAsync(row => FeedKey.Read(row.Key), cancellationToken);
            foreach (var key in keys.Distinct())
            {
                if (_verdicts.TryGetValue(key, out var verdict))
                    Set(context.Db, rows.GetValueOrDefault(key), key, verdict);
                else if (rows.TryGetValue(key, out var gone))
                    context.Db.Verdicts.Remove(gone);
            }

            return true;
        },
        CancellationToken.None));

    private static void Set(LinksDb db, VerdictRow? row, FeedKey key, VerdictRecord verdict)
    {
        if (row is null)
            db.Verdicts.Add(new VerdictRow { Key = key.ToArray(), Verdict = (int)verdict.Verdict });
        else
            row.Verdict = (int)verdict.Verdict;
    }

    // The follower's thread is its own and may wait.
    private static void Wait(Task task) => task.GetAwaiter().GetResult();
}
