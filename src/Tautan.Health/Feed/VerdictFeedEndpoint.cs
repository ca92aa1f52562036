using Grpc.Core;
using Tautan.Contracts.Feeds;
using Tautan.Contracts.Health;
using Tautan.Platform.Feeds;

namespace Tautan.Health.Feed;

/// <summary>The verdict feed, for gateways and Links.</summary>
internal sealed class VerdictFeedEndpoint(FeedSource<HealthDb> source) : VerdictFeed.VerdictFeedBase
{
    public override Task Watch(WatchRequest request, IServerStreamWriter<FeedFrame> responseStream, ServerCallContext context) =>
        source.WatchAsync(request, responseStream, context.CancellationToken);

    public override Task<AcceptReply> Accept(AcceptRequest request, ServerCallContext context) => source.AcceptAsync(context.CancellationToken);
}
