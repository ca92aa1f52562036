using Tautan.Contracts;
using Tautan.Contracts.Links;

namespace Tautan.Gateway.Tests;

/// <summary>Links as the feed says them.</summary>
internal static class Links
{
    public static readonly HealthRecord Health = new()
    {
        Enabled = true,
        IntervalSeconds = 60,
        TimeoutSeconds = 10,
        FailuresToConfirm = 3,
        RetrySeconds = 5,
        SuccessesToRecover = 2,
        FailbackHoldSeconds = 30,
    };

    public static LinkRecord Of(string slug, params string[] urls)
    {
        var link = new LinkRecord
        {
            Id = Guid.CreateVersion7().ToByteString(),
            Workspace = WellKnown.WorkspaceId.ToByteString(),
            Domain = WellKnown.DefaultDomainId.ToByteString(),
            Slug = slug,
            RedirectStatus = 302,
            Enabled = true,
            Health = Health,
            Routes = { new RouteRecord() },
        };
        foreach (var url in urls)
            link.Routes[0].Destinations.Add(new DestinationRecord { Id = Guid.CreateVersion7().ToByteString(), Url = url });
        return link;
    }

    public static LinkRecord With(this LinkRecord link, Action<LinkRecord> change)
    {
        change(link);
        return link;
    }

    public static DomainRecord Domain(Guid id, string name) =>
        new() { Id = id.ToByteString(), Workspace = WellKnown.WorkspaceId.ToByteString(), Name = name };
}
