using System.Threading.Channels;
using Google.Protobuf;
using Microsoft.Extensions.Logging;
using Tautan.Contracts.Feeds;
using Tautan.Health.Timing;
using Tautan.Health.Verdicts;
using Tautan.Platform.Persistence;
using Tautan.Platform.Persistence.Leases;

namespace Tautan.Health.Recording;

/// <summary>
/// Bears a database that takes nothing (ADR 6): a dead destination is left all the same. What the feed would have announced is told from memory
/// and written once that is possible; history and plans of that time are lost.
/// </summary>
internal sealed partial class PatientStore(
    IHealthStore store, Action<IReadOnlyDictionary<FeedKey, IMessage?>> tell, SteadyClock clock, ILogger<PatientStore> logger) : IHealthStore
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    // All of it is told each time: many verdicts at once are to be few messages.
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);

    private readonly Lock _lock = new();
    private readonly Dictionary<FeedKey, TargetChange> _targets = [];
    private readonly Dictionary<FeedKey, OriginChange> _origins = [];
    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private bool _isFailing;

    /// <summary>How many verdicts are told and not written.</summary>
    public int Unwritten
    {
        get
        {
            lock (_lock) return _targets.Count + _origins.Count;
        }
    }

    public async Task SaveAsync(Changes changes, CancellationToken cancellationToken)
    {
        try
        {
            await store.SaveAsync(changes, cancellationToken);
            Written(changes);
        }
        catch (Exception exception) when (StorageFailure.Of(exception) is { } problem)
        {
            Keep(changes, problem);
        }
    }

    public Task RemoveAsync(Removals removals, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var isChanged = removals.Targets.Count(_targets.Remove) + removals.Origins.Count(_origins.Remove) > 0;
            if (isChanged) _changed.Writer.TryWrite(true);
        }

        return store.RemoveAsync(removals, cancellationToken);
    }

    /// <summary>Tells and writes what is not written, until it is cancelled; then it is told no more.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(TellAsync(cancellationToken), WriteAsync(cancellationToken));
        }
        finally
        {
            if (Unwritten > 0) tell(new Dictionary<FeedKey, IMessage?>());
        }
    }

    private async Task TellAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _changed.Reader.ReadAsync(cancellationToken);
            Dictionary<FeedKey, IMessage?> unwritten;
            lock (_lock)
            {
                unwritten = _targets.ToDictionary(pair => pair.Key, IMessage? (pair) => Announcement.Of(pair.Value.After));
                foreach (var (key, change) in _origins) unwritten[key] = Announcement.Of(change.After);
            }

            tell(unwritten);
            await Task.Delay(Pace, clock.Time, cancellationToken);
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(Retry, clock.Time, cancellationToken);
            var changes = new Changes { Shards = ShardSet.Empty };
            lock (_lock)
            {
                changes.Targets.AddRange(_targets.Values);
                changes.Origins.AddRange(_origins.Values);
            }

            changes.Shards = ShardSet.Of(
                changes.Targets.Select(change => change.Target.Probe.Shard).Concat(changes.Origins.Select(change => change.Origin.Shard)));

            if (!changes.IsEmpty) await SaveAsync(changes, cancellationToken);
        }
    }

    private void Keep(Changes changes, string problem)
    {
        lock (_lock)
        {
            if (!_isFailing) NotWritten(problem);
            _isFailing = true;
            var isChanged = false;
            foreach (var change in changes.Targets)
                isChanged |= Keep(_targets, change.Target.Key, change, change.IsAnnounced, kept => kept.After.Version);
            foreach (var change in changes.Origins)
                isChanged |= Keep(_origins, change.Origin.Key, change, change.IsAnnounced, kept => kept.After.Version);
            if (isChanged) _changed.Writer.TryWrite(true);
        }
    }

    // What the feed need not say is written with the next change that it must.
    private static bool Keep<T>(Dictionary<FeedKey, T> kept, FeedKey key, T change, bool isAnnounced, Func<T, long> version)
        where T : class
    {
        var known = kept.GetValueOrDefault(key);
        if (known is null ? !isAnnounced : version(known) >= version(change)) return false;
        kept[key] = change;
        return true;
    }

    private void Written(Changes changes)
    {
        lock (_lock)
        {
            if (_isFailing) WrittenAgain();
            _isFailing = false;
            if (_targets.Count + _origins.Count == 0) return;
            var isChanged = false;
            foreach (var change in changes.Targets)
                isChanged |= _targets.TryGetValue(change.Target.Key, out var kept) && kept.After.Version <= change.After.Version && _targets.Remove(change.Target.Key);
            foreach (var change in changes.Origins)
                isChanged |= _origins.TryGetValue(change.Origin.Key, out var kept) && kept.After.Version <= change.After.Version && _origins.Remove(change.Origin.Key);
            if (isChanged) _changed.Writer.TryWrite(true);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The database takes nothing ({Problem}): verdicts are told from memory until it does, and probes of that time leave no history.")]
    private partial void NotWritten(string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database takes what is written again.")]
    private partial void WrittenAgain();
}
