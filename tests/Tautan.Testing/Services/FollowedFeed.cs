using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Tautan.Contracts.Feeds;
using Tautan.Platform.Feeds;

namespace Tautan.Testing.Services;

/// <summary>What a follower of a service's feed has of it.</summary>
public sealed class FollowedFeed : IFeedTable, IAsyncDisposable
{
    private readonly FeedFollower _follower;
    private readonly string _directory = Directory.CreateTempSubdirectory("tautan-feed-").FullName;

    private FollowedFeed(
        TestInstallation installation, string caller, string service, Func<GrpcChannel, WatchRequest, CancellationToken, AsyncServerStreamingCall<FeedFrame>> watch) =>
        _follower = new FeedFollower(
            new FeedFollowerOptions("followed", caller, service, _directory, watch, KeepMissing: false),
            installation.Caller(caller),
            this,
            TimeProvider.System,
            NullLogger<FeedFollower>.Instance);

    /// <summary>What is there now, by key: the value and the revision of its last change.</summary>
    public ConcurrentDictionary<FeedKey, (ulong Revision, byte[] Value)> Entries { get; } = new();

    /// <summary>Every change that arrived, in order.</summary>
    public ConcurrentQueue<(FeedKey Key, ulong Revision, bool Deleted)> Changes { get; } = new();

    public FeedStatus Status => _follower.Status;

    public static async Task<FollowedFeed> StartAsync(
        TestInstallation installation,
        string caller,
        string service,
        Func<GrpcChannel, WatchRequest, CancellationToken, AsyncServerStreamingCall<FeedFrame>> watch,
        CancellationToken cancellationToken)
    {
        var feed = new FollowedFeed(installation, caller, service, watch);
        await feed._follower.StartAsync(cancellationToken);
        return feed;
    }

    public Task<bool> WaitForAsync(string epoch, ulong revision, CancellationToken cancellationToken) =>
        _follower.WaitForAsync(epoch, revision, TimeSpan.FromSeconds(30), cancellationToken);

    public void Apply(IReadOnlyList<FeedEntry> entries)
    {
        foreach (var entry in entries)
        {
            Changes.Enqueue((entry.Key, entry.Revision, entry.Deleted));
            if (entry.Deleted)
                Entries.TryRemove(entry.Key, out _);
            else
                Entries[entry.Key] = (entry.Revision, entry.Value.ToArray());
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _follower.StopAsync(CancellationToken.None);
        _follower.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
