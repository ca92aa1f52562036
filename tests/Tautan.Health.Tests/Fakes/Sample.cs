using System.Net;
using Google.Protobuf;
using Tautan.Contracts;
using Tautan.Contracts.Health;
using Tautan.Contracts.Links;
using Tautan.Health.Probing;
using Tautan.Health.Targets;
using Tautan.Platform.Feeds;

namespace Tautan.Health.Tests.Fakes;

/// <summary>Links and what probes see, as tests want them.</summary>
internal static class Sample
{
    public static readonly Guid Workspace = WellKnown.WorkspaceId;

    public static readonly RemoteAddress Loopback = new(IPAddress.Loopback, IPNetwork.Parse("127.0.0.0/8"));

    public static HealthRecord Health(Action<HealthRecord>? change = null)
    {
        var health = new HealthRecord
        {
            Enabled = true,
            IntervalSeconds = 60,
            TimeoutSeconds = 10,
            FailuresToConfirm = 3,
            RetrySeconds = 5,
            SuccessesToRecover = 2,
            FailbackHoldSeconds = 30,
        };
        change?.Invoke(health);
        return health;
    }

    public static LinkRecord Record(Guid id, HealthRecord health, params string[] urls)
    {
        var route = new RouteRecord();
        route.Destinations.AddRange(urls.Select(url => new DestinationRecord { Id = Guid.CreateVersion7().ToByteString(), Url = url }));
        return new LinkRecord
        {
            Id = id.ToByteString(),
            Workspace = Workspace.ToByteString(),
            Domain = WellKnown.DefaultDomainId.ToByteString(),
            Slug = id.ToString("N"),
            RedirectStatus = 302,
            Enabled = true,
            Health = health,
            Routes = { route },
        };
    }

    public static LinkRecord Record(params string[] urls) => Record(Guid.CreateVersion7(), Health(), urls);

    public static FeedEntry Entry(LinkRecord record) => new(LinkFeedKeys.Link(record.Id.ToGuid()), 1, false, record.ToByteArray());

    public static FeedEntry Gone(LinkRecord record) => new(LinkFeedKeys.Link(record.Id.ToGuid()), 2, true, default);

    public static WatchedLink Link(LinkRecord record) => LinkReading.Of(record);

    public static ProbeResult Answer(string url, int status = 200, RemoteAddress? remote = null, TimeSpan? took = null) => new()
    {
        Url = url,
        At = DateTimeOffset.UnixEpoch,
        Status = status,
        Hops = [new ProbeHop(url, status, ProbeFailure.None, remote ?? Loopback)],
        Timings = new ProbeTimings(null, 0.1, null, 0.5, took?.TotalMilliseconds ?? 1),
        Body = "",
    };

    public static ProbeResult Fail(string url, ProbeFailure failure = ProbeFailure.Connect, string reason = Reasons.Refused, RemoteAddress? remote = null) => new()
    {
        Url = url,
        At = DateTimeOffset.UnixEpoch,
        Failure = failure,
        Reason = reason,
        Hops = [new ProbeHop(url, null, failure, remote ?? Loopback)],
        Timings = new ProbeTimings(null, 0.1, null, null, 1),
    };

    public static ProbeResult Hidden(string url) => Fail(url, ProbeFailure.NotPublic, Reasons.NotPublic);
}
