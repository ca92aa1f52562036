using Google.Protobuf;
using Grpc.Core;
using Tautan.Contracts.Feeds;
using Tautan.Platform.Feeds;
using Tautan.Platform.Tests.Stores;

namespace Tautan.Platform.Tests.Feeds;

/// <summary>The frames of a feed as a test writes them.</summary>
internal static class Frames
{
    public static FeedFrame Hello(string epoch, ulong meant = 0) => new() { Hello = new Hello { Epoch = epoch, Meant = meant } };

    public static FeedFrame Begin(string epoch, ulong meant = 0) => new() { SnapshotBegin = new SnapshotBegin { Epoch = epoch, Meant = meant } };

    public static FeedFrame End(ulong revision) => new() { SnapshotEnd = new SnapshotEnd { Revision = revision } };

    public static FeedFrame Heartbeat => new() { Heartbeat = new Heartbeat() };

    /// <summary>Entries of which each is its own text, at ascending revisions.</summary>
    public static FeedFrame Entries(IEnumerable<int> ids, ulong firstRevision = 1)
    {
        var frame = new FeedFrame { Entries = new Entries() };
        foreach (var id in ids)
            frame.Entries.Entries_.Add(new Entry { Key = ByteString.CopyFrom(FeedWriting.Key(id).ToArray()), Revision = firstRevision++, Value = ByteString.CopyFromUtf8($"{id}") });
        return frame;
    }

    /// <summary>The digest of just these entries.</summary>
    public static FeedFrame Digest(IEnumerable<int> ids, ulong revision)
    {
        var all = ids.ToList();
        var digest = all.Aggregate(default(Bits128), (sum, id) => sum ^ FeedHash.Of(FeedWriting.Key(id), System.Text.Encoding.UTF8.GetBytes($"{id}")));
        var bytes = new byte[16];
        digest.Write(bytes);
        return new FeedFrame { Digest = new Digest { Revision = revision, Count = (ulong)all.Count, Digest_ = ByteString.CopyFrom(bytes) } };
    }

    /// <summary>A whole snapshot of these entries, with its digest.</summary>
    public static FeedFrame[] Snapshot(string epoch, IReadOnlyCollection<int> ids, ulong revision, ulong meant = 0) =>
        [Hello(epoch, meant), Begin(epoch, meant), Entries(ids), End(revision), Digest(ids, revision)];

    /// <summary>Says these frames, and then is silent but for a heartbeat now and then.</summary>
    public static FeedAnswer Saying(params FeedFrame[] frames) => async (_, writer, cancellationToken) =>
    {
        foreach (var frame in frames)
            await writer.WriteAsync(frame, cancellationToken);
        while (true)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
            await writer.WriteAsync(Heartbeat, cancellationToken);
        }
    };

    public static FeedAnswer Away { get; } = (_, _, _) => throw new RpcException(new Status(StatusCode.Unavailable, "away"));

    /// <summary>Answers the first stream with the first, and so on; all later ones with the last.</summary>
    public static Func<FeedAnswer> InTurn(params FeedAnswer[] answers)
    {
        var next = -1;
        return () => answers[Math.Min(Interlocked.Increment(ref next), answers.Length - 1)];
    }
}
