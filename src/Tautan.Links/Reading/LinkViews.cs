using Tautan.Contracts.Health;
using Tautan.Links.Creating;
using Tautan.Links.Pages;
using Tautan.Links.Verdicts;
using Tautan.Platform.Hosting;

namespace Tautan.Links.Reading;

/// <summary>Makes of a stored link what the outside sees, with what Health says of its destinations at this moment.</summary>
internal sealed class LinkViews(UrlsOptions urls, VerdictTable verdicts)
{
    private readonly Uri _base = urls.BaseUri();

    /// <param name="link">With destinations and tags.</param>
    /// <param name="domain">The name of its domain; empty: the default one.</param>
    public LinkView Of(Link link, string domain)
    {
        var standings = link.Destinations
            .Where(destination => destination.Route == 0)
            .OrderBy(destination => destination.Position)
            .Select(destination => (Destination: destination, Standing: verdicts.Of(destination, link.Health.Enabled)))
            .ToList();
        var serving = standings.FindIndex(candidate => candidate.Standing.Verdict != Verdict.Down);
        // With every destination down the fallback serves; without one, the first destination, since a verdict is never an error page.
        var isFallback = serving < 0 && link.FallbackUrl is not null;
        var index = Math.Max(serving, 0);
        return new LinkView
        {
            Id = link.Id,
            Domain = domain.Length == 0 ? _base.Authority : domain,
            Slug = link.Slug,
            ShortUrl = ShortUrl(domain, link.Slug),
            Destinations = [.. standings.Select(pair => new DestinationView(
                pair.Destination.Id, pair.Destination.Url, Word(pair.Standing.Verdict), NullIfEmpty(pair.Standing.Reason), NullIfEmpty(pair.Standing.Note)))],
            Verdict = Word(standings[index].Standing.Verdict),
            FailedOver = isFallback || index != 0,
            Serving = isFallback ? null : standings[index].Destination.Id,
            Title = NullIfEmpty(link.Title) ?? link.Page?.Title,
            Description = NullIfEmpty(link.Description),
            Notes = NullIfEmpty(link.Notes),
            Owner = NullIfEmpty(link.Owner),
            Metadata = MetadataRules.Read(link.Metadata),
            Utm = UtmParameters.Read(link.Utm),
            Tags = [.. link.Tags.Select(tag => tag.Tag).Order(StringComparer.Ordinal)],
            RedirectStatus = link.RedirectStatus,
            ForwardQuery = link.ForwardQuery,
            PathSuffix = link.PathSuffix,
            StartsAt = link.StartsAt,
            ExpiresAt = link.ExpiresAt,
            Enabled = link.Enabled,
            Archived = link.Archived,
            FallbackUrl = link.FallbackUrl,
            MaxVisits = link.MaxVisits,
            ImportedClicks = link.ImportedClicks,
            Page = link.Page is { } fetched && fetched.FetchedAt != PageStore.Never ? View(fetched) : null,
            CreatedBy = NullIfEmpty(link.CreatedBy),
            Health = View(link.Health),
            Revision = link.Revision,
            CreatedAt = link.CreatedAt,
            UpdatedAt = link.UpdatedAt,
        };
    }

    /// <summary>Where visitors find it.</summary>
    public string ShortUrl(string domain, string slug)
    {
        var authority = domain.Length == 0 ? _base.GetLeftPart(UriPartial.Authority) : $"{_base.Scheme}://{domain}";
        return $"{authority}/{string.Join('/', slug.Split('/').Select(Uri.EscapeDataString))}";
    }

    public static PageView View(LinkPage page) => new(page.Title, page.Description, page.FaviconUrl, page.ImageUrl, page.FetchedAt, page.Error);

    public static HealthView View(LinkHealth health) => new(
        health.Enabled,
        health.IntervalSeconds,
        health.TimeoutSeconds,
        health.FailuresToConfirm,
        health.RetrySeconds,
        health.SuccessesToRecover,
        health.ManualFailback ? "manual" : "auto",
        health.FailbackHoldSeconds,
        health.ExpectedStatus,
        health.MustContain,
        health.MustNotContain,
        LinkHeaders.Read(health.RequestHeaders).ToDictionary(header => header.Key, _ => LinkHeaders.Mask),
        health.IgnoreTlsErrors,
        health.FailOn?.Split(',') ?? []);

    public static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Up => "up",
        Verdict.Down => "down",
        Verdict.Paused => "paused",
        _ => "unknown",
    };

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
