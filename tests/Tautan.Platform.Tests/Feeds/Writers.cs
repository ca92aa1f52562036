using Grpc.Core;
using Tautan.Contracts.Feeds;

namespace Tautan.Platform.Tests.Feeds;

/// <summary>A stream that takes so many frames and then stands still until it may go on.</summary>
internal sealed class GatedWriter(IServerStreamWriter<FeedFrame> inner, int frames, Task gate) : IServerStreamWriter<FeedFrame>
{
    private int _left = frames;

    public WriteOptions? WriteOptions { get; set; }

    public Task WriteAsync(FeedFrame message) => WriteAsync(message, CancellationToken.None);

    public async Task WriteAsync(FeedFrame message, CancellationToken cancellationToken)
    {
        if (_left-- <= 0)
            await gate.WaitAsync(cancellationToken);
        await inner.WriteAsync(message, cancellationToken);
    }
}

/// <summary>A stream that somebody listens to.</summary>
internal sealed class ListeningWriter(IServerStreamWriter<FeedFrame> inner, Action<FeedFrame> heard) : IServerStreamWriter<FeedFrame>
{
    public WriteOptions? WriteOptions { get; set; }

    public Task WriteAsync(FeedFrame message) => WriteAsync(message, CancellationToken.None);

    public Task WriteAsync(FeedFrame message, CancellationToken cancellationToken)
    {
        heard(message);
        return inner.WriteAsync(message, cancellationToken);
    }
}
