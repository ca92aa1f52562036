using System.Threading.Channels;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Tautan.Contracts.Feeds;
using Tautan.Platform.Discovery;

namespace Tautan.Platform.Tests.Feeds;

/// <summary>What answers a follower in this process: what it asks of a source, it asks of this.</summary>
internal delegate Task FeedAnswer(WatchRequest request, IServerStreamWriter<FeedFrame> writer, CancellationToken cancellationToken);

/// <summary>A feed's stream without a network: frames are written and parsed as on one, and a reader that is slow holds up its writer.</summary>
internal sealed class FeedPipe(Func<FeedAnswer> source) : IServiceHandlers
{
    private const int FramesInFlight = 4;
    private static readonly GrpcChannel Unused = GrpcChannel.ForAddress("http://127.0.0.1:9");

    private readonly List<WatchRequest> _requests = [];

    /// <summary>What was asked, one for each stream.</summary>
    public IReadOnlyList<WatchRequest> Requests
    {
        get
        {
            lock (_requests)
                return [.. _requests];
        }
    }

    public HttpMessageHandler For(string service) => throw new NotSupportedException();

    public GrpcChannel Channel(string service) => Unused;

    public AsyncServerStreamingCall<FeedFrame> Watch(GrpcChannel channel, WatchRequest request, CancellationToken cancellationToken)
    {
        lock (_requests)
            _requests.Add(request.Clone());
        var frames = System.Threading.Channels.Channel.CreateBounded<byte[]>(FramesInFlight);
        var gone = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _ = AnswerAsync(request, frames.Writer, gone.Token);
        return new AsyncServerStreamingCall<FeedFrame>(
            new Reader(frames.Reader), Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], gone.Cancel);
    }

    private async Task AnswerAsync(WatchRequest request, ChannelWriter<byte[]> frames, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Run(() => source()(request, new Writer(frames), cancellationToken), cancellationToken);
            frames.Complete();
        }
        catch (Exception exception)
        {
            frames.Complete(exception as RpcException ?? new RpcException(new Status(StatusCode.Unavailable, exception.Message)));
        }
    }

    private sealed class Writer(ChannelWriter<byte[]> frames) : IServerStreamWriter<FeedFrame>
    {
        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(FeedFrame message) => WriteAsync(message, CancellationToken.None);

        public async Task WriteAsync(FeedFrame message, CancellationToken cancellationToken) => await frames.WriteAsync(message.ToByteArray(), cancellationToken);
    }

    private sealed class Reader(ChannelReader<byte[]> frames) : IAsyncStreamReader<FeedFrame>
    {
        public FeedFrame Current { get; private set; } = new();

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            if (!await frames.WaitToReadAsync(cancellationToken) || !frames.TryRead(out var frame))
                return false;
            Current = FeedFrame.Parser.ParseFrom(frame);
            return true;
        }
    }
}
