using Tautan.Links.Creating;
using Tautan.Platform.Outbound;
using Tautan.Platform.Persistence;
using Tautan.Platform.Urls;

namespace Tautan.Links.Pages;

/// <summary>Fetches what a link's first destination says of itself.</summary>
internal sealed class PageFetcher(OutboundFetcher fetcher, TimeProvider time)
{
    // A head is at the beginning.
    private const int MostBytes = 256 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>What is to be stored of a page.</summary>
    public async Task<LinkPage> FetchAsync(PageJob job, CancellationToken cancellationToken)
    {
        var page = new LinkPage { LinkNumber = job.Number, WorkspaceId = job.Workspace };
        if (!DestinationUrl.TryParse(UtmParameters.Compose(job.Url, job.Utm), out var url, out _))
        {
            page.Error = "it is no web page";
        }
        else
        {
            var document = await fetcher.GetAsync(new Uri(url.Location), job.Workspace, MostBytes, Patience, job.IgnoreTlsErrors, cancellationToken);
            page.Error = document.Error;
            if (document.Error is null)
                (page.Title, page.Description, page.FaviconUrl, page.ImageUrl) = PageFacts.Of(document);
        }

        page.FetchedAt = time.GetUtcNow().ToStored();
        return page;
    }
}

/// <summary>A page to be fetched.</summary>
/// <param name="Number">The link's.</param>
/// <param name="Workspace">The link's.</param>
/// <param name="Url">Its first destination.</param>
/// <param name="Utm">What is added to it.</param>
/// <param name="Host">Of it.</param>
/// <param name="IgnoreTlsErrors">As its probes do.</param>
internal sealed record PageJob(long Number, Guid Workspace, string Url, string? Utm, string Host, bool IgnoreTlsErrors);
