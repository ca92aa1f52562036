using Google.Protobuf;
using Grpc.Core;
using Tautan.Contracts.Feeds;

namespace Tautan.Testing.Services;

/// <summary>A feed that a test writes, kept in memory: what its followers are told is what was put here.</summary>
public sealed class TestFeed
{
    private readonly Lock _lock = new();
    private readonly Dictionary<FeedKey, Entry> _entries = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Epoch { get; } = Guid.CreateVersion7().ToString();

    public ulong Revision { get; private set; }

    /// <summary>Says several things at once.</summary>
    /// <returns>The revision of the last of them.</returns>
    public ulong Put(params IReadOnlyList<(FeedKey Key, IMessage? Value)> changes)
    {
        lock (_lock)
        {
            foreach (var (key, value) in changes)
            {
                _entries[key] = new Entry
                {
                    Key = ByteString.CopyFrom(key.ToArray()),
                    Revision = ++Revision,
                    Deleted = value is null,
                    Value = value?.ToByteString() ?? ByteString.Empty,
                };
            }

            var changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            changed.SetResult();
            return Revision;
        }
    }

    public ulong Put(FeedKey key, IMessage value) => Put([(key, value)]);

    public ulong Remove(FeedKey key) => Put([(key, null)]);

    /// <summary>Answers a follower until it leaves.</summary>
    public async Task WatchAsync(WatchRequest request, IServerStreamWriter<FeedFrame> writer, CancellationToken cancellationToken)
    {
        var cursor = request.After;
        await writer.WriteAsync(new FeedFrame { Hello = new Hello { Epoch = Epoch, Revision = Revision } }, cancellationToken);
        if (request.Epoch != Epoch || request.Snapshot)
        {
            var (entries, revision, _) = After(0);
            var alive = entries.Where(entry => !entry.Deleted).ToList();
            await writer.WriteAsync(new FeedFrame { SnapshotBegin = new SnapshotBegin { Epoch = Epoch, Count = (ulong)alive.Count } }, cancellationToken);
            await WriteAsync(writer, alive, cancellationToken);
            await writer.WriteAsync(new FeedFrame { SnapshotEnd = new SnapshotEnd { Revision = revision } }, cancellationToken);
            cursor = revision;
        }

        while (true)
        {
            var (entries, revision, changed) = After(cursor);
            await WriteAsync(writer, entries, cancellationToken);
            cursor = revision;
            await Task.WhenAny(changed, Task.Delay(TimeSpan.FromSeconds(1), cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
            if (!changed.IsCompleted)
                await writer.WriteAsync(new FeedFrame { Heartbeat = new Heartbeat { Revision = cursor } }, cancellationToken);
        }
    }

    private (List<Entry> Entries, ulong Revision, Task Changed) After(ulong cursor)
    {
        lock (_lock)
            return ([.. _entries.Values.Where(entry => entry.Revision > cursor).OrderBy(entry => entry.Revision)], Revision, _changed.Task);
    }

    private static async Task WriteAsync(IServerStreamWriter<FeedFrame> writer, List<Entry> entries, CancellationToken cancellationToken)
    {
        foreach (var chunk in entries.Chunk(500))
        {
            var frame = new Entries();
            frame.Entries_.AddRange(chunk);
            await writer.WriteAsync(new FeedFrame { Entries = frame }, cancellationToken);
        }
    }
}
