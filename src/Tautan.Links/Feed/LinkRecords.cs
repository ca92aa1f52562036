using Tautan.Contracts;
using Tautan.Contracts.Feeds;
using Tautan.Contracts.Links;
using Tautan.Links.Creating;

namespace Tautan.Links.Feed;

/// <summary>Links and domains as the feed carries them.</summary>
internal static class LinkRecords
{
    public static LinkRecord ToRecord(this Link link)
    {
        var record = new LinkRecord
        {
            Id = link.Id.ToByteString(),
            Workspace = link.WorkspaceId.ToByteString(),
            Domain = link.DomainId.ToByteString(),
            Slug = link.Slug,
            RedirectStatus = link.RedirectStatus,
            ForwardQuery = link.ForwardQuery,
            Enabled = link.Enabled,
            Archived = link.Archived,
            FallbackUrl = link.FallbackUrl ?? "",
            Health = link.Health.ToRecord(),
        };
        if (link.PathSuffix is { } pathSuffix)
            record.PathSuffix = pathSuffix;
        if (link.StartsAt is { } startsAt)
            record.StartsAt = startsAt.ToUnixTimeMilliseconds();
        if (link.ExpiresAt is { } expiresAt)
            record.ExpiresAt = expiresAt.ToUnixTimeMilliseconds();
        record.Tags.AddRange(link.Tags.Select(tag => tag.Tag));
        foreach (var destinations in link.Destinations.GroupBy(destination => destination.Route).OrderByDescending(route => route.Key))
        {
            var route = new RouteRecord();
            route.Destinations.AddRange(destinations.OrderBy(destination => destination.Position).Select(destination =>
                new DestinationRecord
                {
                    Id = destination.Id.ToByteString(),
                    Url = UtmParameters.Compose(destination.Url, link.Utm),
                    Weight = destination.Weight,
                    Target = FeedKey.Read(destination.TargetKey).ToGuid().ToByteString(),
                }));
            record.Routes.Add(route);
        }

        return record;
    }

    public static DomainRecord ToRecord(this Domain domain) => new()
    {
        Id = domain.Id.ToByteString(),
        Workspace = domain.WorkspaceId.ToByteString(),
        Name = domain.Name,
        RedirectStatus = domain.RedirectStatus,
        CaseSensitive = domain.CaseSensitive,
        PathSuffix = domain.PathSuffix,
        ForwardQuery = domain.ForwardQuery,
        DisallowRobots = domain.DisallowRobots,
        BasePage = PageOf(domain.BaseRedirectUrl),
        UnknownPage = PageOf(domain.UnknownRedirectUrl),
        ExpiredPage = PageOf(domain.ExpiredRedirectUrl),
    };

    private static PageRecord PageOf(string? redirectUrl) => new() { RedirectUrl = redirectUrl ?? "" };
}
