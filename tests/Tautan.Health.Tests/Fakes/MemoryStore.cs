using Tautan.Contracts.Feeds;
using Tautan.Contracts.Health;
using Tautan.Health.Recording;
using Tautan.Health.Verdicts;

namespace Tautan.Health.Tests.Fakes;

/// <summary>Remembers what would be written, and what the feed would have said, in order.</summary>
internal sealed class MemoryStore : IHealthStore
{
    private readonly Lock _lock = new();

    public List<(FeedKey Key, VerdictRecord? Record)> Feed { get; } = [];

    public List<Changes> Saved { get; } = [];

    public Dictionary<FeedKey, TargetState> Targets { get; } = [];

    public Dictionary<FeedKey, OriginState> Origins { get; } = [];

    public Exception? Fault { get; set; }

    public IEnumerable<VerdictRecord?> Of(FeedKey key) => Feed.Where(entry => entry.Key == key).Select(entry => entry.Record);

    public Task SaveAsync(Changes changes, CancellationToken cancellationToken)
    {
        if (Fault is { } fault) return Task.FromException(fault);
        lock (_lock)
        {
            Saved.Add(changes);
            foreach (var change in changes.Targets)
            {
                var before = Targets.GetValueOrDefault(change.Target.Key, TargetState.Unknown);
                Targets[change.Target.Key] = change.After;
                if (!Equals(Announcement.Of(before), Announcement.Of(change.After))) Feed.Add((change.Target.Key, Announcement.Of(change.After)));
            }

            foreach (var change in changes.Origins)
            {
                var before = Origins.GetValueOrDefault(change.Origin.Key, OriginState.Unknown);
                Origins[change.Origin.Key] = change.After;
                if (!Equals(Announcement.Of(before), Announcement.Of(change.After))) Feed.Add((change.Origin.Key, Announcement.Of(change.After)));
            }
        }

        return Task.CompletedTask;
    }

    public Task RemoveAsync(Removals removals, CancellationToken cancellationToken)
    {
        if (Fault is { } fault) return Task.FromException(fault);
        lock (_lock)
        {
            foreach (var key in removals.Targets.Where(key => Targets.Remove(key))) Feed.Add((key, null));
            foreach (var key in removals.Origins.Where(key => Origins.Remove(key))) Feed.Add((key, null));
        }

        return Task.CompletedTask;
    }
}
