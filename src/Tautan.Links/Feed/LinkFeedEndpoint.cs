using Grpc.Core;
using Tautan.Contracts.Feeds;
using Tautan.Contracts.Links;
using Tautan.Platform.Feeds;

namespace Tautan.Links.Feed;

/// <summary>The link feed, for gateways and Health.</summary>
internal sealed class LinkFeedEndpoint(FeedSource<LinksDb> source) : LinkFeed.LinkFeedBase
{
    public override Task Watch(WatchRequest request, IServerStreamWriter<FeedFrame> responseStream, ServerCallContext context) =>
        source.WatchAsync(request, responseStream, context.CancellationToken);

    public override Task<AcceptReply> Accept(AcceptRequest request, ServerCallContext context) => source.AcceptAsync(context.CancellationToken);
}
