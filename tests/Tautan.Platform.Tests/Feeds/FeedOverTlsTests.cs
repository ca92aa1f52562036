using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Tautan.Contracts;
using Tautan.Contracts.Feeds;
using Tautan.Contracts.Links;
using Tautan.Platform.Feeds;
using Tautan.Platform.Hosting;
using Tautan.Platform.Persistence;
using Tautan.Platform.Tests.Stores;
using Tautan.Platform.Web;
using Tautan.Testing.Services;

namespace Tautan.Platform.Tests.Feeds;

/// <summary>A source and a follower as they run: two services, each its own host, gRPC and mutual TLS over Unix sockets between them.</summary>
public sealed class FeedOverTlsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Follower_hears_of_a_commit_and_finds_its_source_again_after_a_restart()
    {
        await using var installation = new TestInstallation();
        var source = await installation.StartAsync(new SourceService(), Token);
        var following = new FollowingService();
        await using var host = await installation.StartAsync(following, Token);
        var follower = host.App.Services.GetRequiredKeyedService<FeedFollower>("links");
        await PutAsync(source, follower, "before the restart");
        follower.Status.IsConnected.ShouldBeTrue();

        await source.StopAsync(Token);
        await Eventually.Holds(() => !follower.Status.IsConnected);
        source = await installation.StartAsync(new SourceService(), Token);
        await PutAsync(source, follower, new string('x', 3_000_000));
        var accepted = await source.App.Services.GetRequiredService<FeedSource<TestDb>>().AcceptAsync(Token);

        following.Table.Texts.Count.ShouldBe(2);
        following.Table.Texts[1].Text.Length.ShouldBeGreaterThan(3_000_000);
        follower.Status.Snapshots.ShouldBe(1);
        follower.Status.DigestMismatches.ShouldBe(0);
        accepted.Revision.ShouldBe(3UL);
        await Eventually.Holds(() => follower.Status.SourceMeant == 3);
    }

    [Fact]
    public async Task Connection_that_is_half_open_is_noticed_and_another_one_made()
    {
        await using var installation = new TestInstallation();
        var source = await installation.StartAsync(new SourceService(), Token);
        await using var network = new CuttableNetwork(installation.Process.Addresses.SocketPath(ServiceNames.Links));
        var following = new FollowingService();
        await using var host = await installation.StartAsync(following, Token);
        var follower = host.App.Services.GetRequiredKeyedService<FeedFollower>("links");
        await PutAsync(source, follower, "a");

        network.Cut();
        await PutAsync(source, follower, "bb");

        network.Connections.ShouldBeGreaterThan(1);
        following.Table.Texts.Count.ShouldBe(2);
        follower.Status.Snapshots.ShouldBe(1);
    }

    [Fact]
    public async Task Follower_that_stops_reading_slows_neither_the_source_nor_another_follower_of_the_same_connection()
    {
        await using var installation = new TestInstallation();
        var source = await installation.StartAsync(new SourceService(), Token);
        var client = new LinkFeed.LinkFeedClient(installation.Caller(ServiceNames.Gateway).Channel(ServiceNames.Links));
        using var still = client.Watch(new WatchRequest { Follower = "still" }, cancellationToken: Token);
        (await still.ResponseStream.MoveNext(Token)).ShouldBeTrue();
        await using var feed = await FollowedFeed.StartAsync(
            installation, ServiceNames.Gateway, ServiceNames.Links,
            (channel, request, cancellationToken) => new LinkFeed.LinkFeedClient(channel).Watch(request, cancellationToken: cancellationToken), Token);

        // More than any window or buffer on the way takes in.
        for (var round = 0; round < 40; round++)
        {
            var (epoch, revision) = await source.App.Services.GetRequiredService<IUnitOfWork<TestDb>>().WriteAsync(
                (context, _) => Task.FromResult((context.Feed.Epoch, context.Feed.Put(FeedWriting.Key(round), new LinkRecord { Slug = new string('x', 1_000_000) }))), Token);
            (await feed.WaitForAsync(epoch, (ulong)revision, Token)).ShouldBeTrue();
        }

        feed.Entries.Count.ShouldBe(40);
    }

    [Fact]
    public async Task Stranger_does_not_get_the_feed()
    {
        await using var installation = new TestInstallation();
        await installation.StartAsync(new SourceService(), Token);
        var client = new LinkFeed.LinkFeedClient(installation.Caller("stranger").Channel(ServiceNames.Links));

        using var call = client.Watch(new WatchRequest(), cancellationToken: Token);

        (await Should.ThrowAsync<RpcException>(() => call.ResponseStream.MoveNext(Token))).StatusCode.ShouldBe(StatusCode.PermissionDenied);
    }

    private static async Task PutAsync(TestHost source, FeedFollower follower, string text)
    {
        var (epoch, revision) = await source.App.Services.GetRequiredService<IUnitOfWork<TestDb>>().WriteAsync(
            (context, _) => Task.FromResult((context.Feed.Epoch, context.Feed.Put(FeedWriting.Key(text.Length), new LinkRecord { Slug = text }))),
            Token);
        (await follower.WaitForAsync(epoch, (ulong)revision, TimeSpan.FromSeconds(30), Token)).ShouldBeTrue();
    }

    private sealed class SourceService : Service
    {
        public override string Name => ServiceNames.Links;

        public override IReadOnlyList<SettingsSection> Settings { get; } = [];

        public override void Add(WebApplicationBuilder builder, ServiceEnvironment environment)
        {
            builder.AddDatabase<TestDb, SqliteTestDb, PostgresTestDb>(environment, Name, null);
            builder.AddFeedSource<TestDb>();
        }

        public override void Map(WebApplication app) => app.MapGrpcService<Endpoint>().AllowCallers(ServiceNames.Gateway);
    }

    private sealed class Endpoint(FeedSource<TestDb> source) : LinkFeed.LinkFeedBase
    {
        public override Task Watch(WatchRequest request, IServerStreamWriter<FeedFrame> responseStream, ServerCallContext context) =>
            source.WatchAsync(request, responseStream, context.CancellationToken);
    }

    private sealed class FollowingService : Service
    {
        public override string Name => ServiceNames.Gateway;

        public override IReadOnlyList<SettingsSection> Settings { get; } = [];

        public TextTable Table { get; } = new();

        public override void Add(WebApplicationBuilder builder, ServiceEnvironment environment) => builder.AddFeedFollower(
            environment, Name, "links", ServiceNames.Links,
            (channel, request, cancellationToken) => new LinkFeed.LinkFeedClient(channel).Watch(request, cancellationToken: cancellationToken),
            _ => Table);

        public override void Map(WebApplication app)
        {
        }
    }
}
