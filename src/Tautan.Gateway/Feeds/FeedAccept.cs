using Grpc.Core;
using Grpc.Net.Client;
using Tautan.Contracts;
using Tautan.Contracts.Feeds;
using Tautan.Contracts.Health;
using Tautan.Contracts.Links;
using Tautan.Platform.Discovery;

namespace Tautan.Gateway.Feeds;

/// <summary>Tells a feed's source that what it has is meant, so that every follower lets its snapshot through.</summary>
internal sealed class FeedAccept(IServiceHandlers handlers)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    public static string SourceOf(string feed) => feed == FeedNames.Links ? ServiceNames.Links : ServiceNames.Health;

    /// <exception cref="RpcException">The source is away, or refuses.</exception>
    public async Task<AcceptedFeed> AcceptAsync(string feed, CancellationToken cancellationToken)
    {
        var channel = handlers.Channel(SourceOf(feed));
        using var call = Call(feed, channel, new CallOptions(deadline: DateTime.UtcNow + Deadline, cancellationToken: cancellationToken));
        var reply = await call;
        return new AcceptedFeed(feed, reply.Epoch, reply.Revision);
    }

    private static AsyncUnaryCall<AcceptReply> Call(string feed, GrpcChannel channel, CallOptions options) => feed == FeedNames.Links
        ? new LinkFeed.LinkFeedClient(channel).AcceptAsync(new AcceptRequest(), options)
        : new VerdictFeed.VerdictFeedClient(channel).AcceptAsync(new AcceptRequest(), options);
}

/// <summary>A feed whose state was called meant.</summary>
internal sealed record AcceptedFeed(string Feed, string Epoch, ulong Revision);
