using Tautan.Contracts;
using Tautan.Contracts.Health;
using Tautan.Contracts.Links;

namespace Tautan.Health.Targets;

/// <summary>Reads a link of the feed. The fallback URL is not watched.</summary>
internal static class LinkReading
{
    // What a link without health settings gets: a feed of another version must not stop the watch.
    private static readonly HealthRecord Defaults = new()
    {
        Enabled = true,
        IntervalSeconds = 60,
        TimeoutSeconds = 10,
        FailuresToConfirm = 3,
        RetrySeconds = 5,
        SuccessesToRecover = 2,
        FailbackHoldSeconds = 30,
    };

    public static WatchedLink Of(LinkRecord record)
    {
        var id = record.Id.ToGuid();
        var workspace = record.Workspace.ToGuid();
        var health = record.Health ?? Defaults;
        return new WatchedLink(
            id,
            workspace,
            record.Enabled,
            record.HasExpiresAt ? DateTimeOffset.FromUnixTimeMilliseconds(record.ExpiresAt) : null,
            record.FallbackUrl.Length > 0,
            health,
            [.. record.Routes.Select(route => (IReadOnlyList<WatchedDestination>)
                [.. route.Destinations.Select(destination => new WatchedDestination(
                    destination.Id.ToGuid(), destination.Url, VerdictFeedKeys.Target(workspace, id, destination.Url, health), HostShard.Of(destination.Url)))])])
        {
            Tags = record.Tags.Count == 0 ? [] : [.. record.Tags],
            Slug = record.Slug,
        };
    }
}
