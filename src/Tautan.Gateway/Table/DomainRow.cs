using Tautan.Contracts.Links;
using Tautan.Platform.Urls;

namespace Tautan.Gateway.Table;

/// <summary>A domain as redirects need it. Never changed; another one takes its place.</summary>
internal sealed class DomainRow
{
    public DomainRow(int number, Guid id, DomainRecord record)
    {
        Number = number;
        Id = id;
        Name = record.Name;
        CaseSensitive = record.CaseSensitive;
        PathSuffix = record.PathSuffix;
        DisallowRobots = record.DisallowRobots;
        BaseUrl = LocationOf(record.BasePage);
        UnknownUrl = LocationOf(record.UnknownPage);
        ExpiredUrl = LocationOf(record.ExpiredPage);
    }

    /// <summary>Its place in <see cref="DomainTable"/>, for ever.</summary>
    public int Number { get; }

    public Guid Id { get; }

    /// <summary>The host; empty for the default domain, and for one that is gone or not yet known.</summary>
    public string Name { get; }

    public bool CaseSensitive { get; }

    /// <summary>Whether its links take what follows their slug along, where they do not say.</summary>
    public bool PathSuffix { get; }

    /// <summary>Whether <c>robots.txt</c> asks crawlers to stay away.</summary>
    public bool DisallowRobots { get; }

    /// <summary>Where <c>/</c> goes; null: our own page. So are the next two.</summary>
    public string? BaseUrl { get; }

    public string? UnknownUrl { get; }

    public string? ExpiredUrl { get; }

    private static string? LocationOf(PageRecord? page) =>
        page is { RedirectUrl.Length: > 0 } && DestinationUrl.TryParse(page.RedirectUrl, out var url, out _) ? url.Location : null;
}
