using Grpc.Core;
using Tautan.Contracts.Feeds;
using Tautan.Contracts.Identity;
using Tautan.Platform.Feeds;

namespace Tautan.Identity.Feed;

/// <summary>What has stopped being valid, for gateways.</summary>
internal sealed class RevocationFeedEndpoint(FeedSource<IdentityDb> source) : RevocationFeed.RevocationFeedBase
{
    public override Task Watch(WatchRequest request, IServerStreamWriter<FeedFrame> responseStream, ServerCallContext context) =>
        source.WatchAsync(request, responseStream, context.CancellationToken);
}
