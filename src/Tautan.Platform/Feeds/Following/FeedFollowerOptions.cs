using Grpc.Core;
using Grpc.Net.Client;
using Tautan.Contracts.Feeds;

namespace Tautan.Platform.Feeds;

/// <summary>Whom a follower follows, and how.</summary>
/// <param name="Name">Of the feed: <c>links</c>, <c>verdicts</c>.</param>
/// <param name="Follower">Who follows: the service's name.</param>
/// <param name="Source">The service that has the feed.</param>
/// <param name="Directory">Where the copy lies.</param>
/// <param name="Watch">Opens the stream.</param>
/// <param name="KeepMissing">From a held-back snapshot, what it says is applied and what it lacks is kept; else nothing of it is applied.</param>
public sealed record FeedFollowerOptions(
    string Name,
    string Follower,
    string Source,
    string Directory,
    Func<GrpcChannel, WatchRequest, CancellationToken, AsyncServerStreamingCall<FeedFrame>> Watch,
    bool KeepMissing);
