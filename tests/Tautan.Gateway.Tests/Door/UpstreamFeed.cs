using System.Threading.Channels;
using Grpc.Core;
using Tautan.Contracts;
using Tautan.Contracts.Feeds;
using Tautan.Contracts.Health;
using Tautan.Contracts.Links;

namespace Tautan.Gateway.Tests.Door;

/// <summary>A feed that says what a test gives it to say, to one follower at a time.</summary>
internal sealed class UpstreamFeed
{
    private readonly List<FeedFrame> _said = [];
    private readonly Lock _lock = new();
    private Channel<FeedFrame> _frames = Channel.CreateUnbounded<FeedFrame>();
    private ulong _revision;

    public string Epoch { get; } = Guid.CreateVersion7().ToString();

    public int Accepted { get; private set; }

    public ulong Put(LinkRecord link) => Put(LinkFeedKeys.Link(link.Id.ToGuid()), Google.Protobuf.MessageExtensions.ToByteArray(link));

    public ulong Put(FeedKey key, byte[] value)
    {
        lock (_lock)
        {
            _revision++;
            Say(new FeedFrame { Entries = new Entries { Entries_ = { new Entry { Key = Google.Protobuf.ByteString.CopyFrom(key.ToArray()), Revision = _revision, Value = Google.Protobuf.ByteString.CopyFrom(value) } } } });
            return _revision;
        }
    }

    public async Task WatchAsync(IServerStreamWriter<FeedFrame> writer, CancellationToken cancellationToken)
    {
        Channel<FeedFrame> frames;
        lock (_lock)
        {
            frames = _frames = Channel.CreateUnbounded<FeedFrame>();
            frames.Writer.TryWrite(new FeedFrame { Hello = new Hello { Epoch = Epoch, Revision = _revision } });
            frames.Writer.TryWrite(new FeedFrame { SnapshotBegin = new SnapshotBegin { Epoch = Epoch } });
            frames.Writer.TryWrite(new FeedFrame { SnapshotEnd = new SnapshotEnd { Revision = 0 } });
            foreach (var frame in _said)
                frames.Writer.TryWrite(frame);
        }

        await foreach (var frame in frames.Reader.ReadAllAsync(cancellationToken))
            await writer.WriteAsync(frame, cancellationToken);
    }

    public AcceptReply Accept()
    {
        Accepted++;
        return new AcceptReply { Epoch = Epoch, Revision = _revision };
    }

    private void Say(FeedFrame frame)
    {
        _said.Add(frame);
        _frames.Writer.TryWrite(frame);
    }
}

internal sealed class UpstreamLinkFeed(UpstreamFeed feed) : LinkFeed.LinkFeedBase
{
    public override Task Watch(WatchRequest request, IServerStreamWriter<FeedFrame> responseStream, ServerCallContext context) =>
        feed.WatchAsync(responseStream, context.CancellationToken);

    public override Task<AcceptReply> Accept(AcceptRequest request, ServerCallContext context) => Task.FromResult(feed.Accept());
}

internal sealed class UpstreamVerdictFeed(UpstreamFeed feed) : VerdictFeed.VerdictFeedBase
{
    public override Task Watch(WatchRequest request, IServerStreamWriter<FeedFrame> responseStream, ServerCallContext context) =>
        feed.WatchAsync(responseStream, context.CancellationToken);

    public override Task<AcceptReply> Accept(AcceptRequest request, ServerCallContext context) => Task.FromResult(feed.Accept());
}
