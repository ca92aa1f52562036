using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Contracts.Feeds;
using Tautan.Contracts.Health;
using Tautan.Contracts.Links;
using Tautan.Platform.Feeds;
using Tautan.Testing.Services;

namespace Tautan.Links.Tests;

/// <summary>Links as it runs, on one of its databases, with a Health whose verdicts the tests say. Each test has a workspace of its own in it.</summary>
public abstract class LinksFixture : IAsyncLifetime
{
    private readonly ScriptedHealth _health = new();
    private TestInstallation? _installation;
    private TestHost? _host;
    private FollowedFeed? _feed;

    public TestInstallation Installation => _installation!;

    public TestHost Host => _host!;

    /// <summary>The link feed, as a gateway follows it.</summary>
    public FollowedFeed Feed => _feed!;

    /// <summary>Settings under which Links starts on a new, empty database.</summary>
    public abstract Task<IReadOnlyDictionary<string, string?>> NewDatabaseAsync();

    public async ValueTask InitializeAsync()
    {
        _installation = new TestInstallation(await NewDatabaseAsync());
        await Installation.StartAsync(_health, CancellationToken.None);
        _host = await Installation.StartAsync(new LinksService(), CancellationToken.None);
        _feed = await FollowAsync(Installation);
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_feed is not null)
            await _feed.DisposeAsync();
        if (_installation is not null)
            await _installation.DisposeAsync();
        await TextRecords.DisposeAsync();
    }

    /// <summary>Knows the TXT records of domains.</summary>
    public TextRecordServer TextRecords { get; } = new();

    /// <summary>What every Links here is set to: it fetches from loopback alone, and nothing by itself.</summary>
    protected Dictionary<string, string?> Settings => new()
    {
        ["Links:FetchPages"] = "false",
        ["Links:Resolvers:0"] = TextRecords.EndPoint.ToString(),
        ["Outbound:AllowedNetworks:0"] = "127.0.0.0/8",
    };

    public LinksApi Api(Guid workspace) => Api(Installation, workspace);

    public static LinksApi Api(TestInstallation installation, Guid workspace) => new(installation.Client(
        ServiceNames.Gateway, ServiceNames.Links, new Principal(workspace, "key:test", new HashSet<string> { Scopes.LinksRead, Scopes.LinksWrite })));

    public static Task<FollowedFeed> FollowAsync(TestInstallation installation) => FollowedFeed.StartAsync(
        installation,
        ServiceNames.Gateway,
        ServiceNames.Links,
        (channel, request, cancellationToken) => new LinkFeed.LinkFeedClient(channel).Watch(request, cancellationToken: cancellationToken),
        CancellationToken.None);

    /// <summary>Says verdicts, and returns when Links has them.</summary>
    internal async Task SayAsync(params IReadOnlyList<(FeedKey Key, VerdictRecord? Verdict)> verdicts)
    {
        var revision = _health.Feed.Put([.. verdicts.Select(pair => (pair.Key, (IMessage?)pair.Verdict))]);
        var follower = Host.App.Services.GetRequiredKeyedService<FeedFollower>("verdicts");
        (await follower.WaitForAsync(_health.Feed.Epoch, revision, TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)).ShouldBeTrue();
    }
}
