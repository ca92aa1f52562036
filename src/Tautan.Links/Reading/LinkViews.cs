using Tautan.Contracts.Health;
using Tautan.Links.Verdicts;
using Tautan.Platform.Hosting;

namespace Tautan.Links.Reading;

/// <summary>Makes of a stored link what the outside sees, with what Health says of its destinations at this moment.</summary>
internal sealed class LinkViews(UrlsOptions urls, VerdictTable verdicts)
{
    private readonly Uri _base = urls.BaseUri();

    public LinkView Of(Link link)
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
            Domain = _base.Authority,
            Slug = link.Slug,
            ShortUrl = $"{_base.GetLeftPart(UriPartial.Authority)}/{string.Join('/', link.Slug.Split('/').Select(Uri.EscapeDataString))}",
            Destinations = [.. standings.Select(pair => new DestinationView(
                pair.Destination.Id, pair.Destination.Url, Word(pair.Standing.Verdict), NullIfEmpty(pair.Standing.Reason), NullIfEmpty(pair.Standing.Note)))],
            Verdict = Word(standings[index].Standing.Verdict),
            FailedOver = isFallback || index != 0,
            Serving = isFallback ? null : standings[index].Destination.Id,
            Title = NullIfEmpty(link.Title),
            Tags = [.. link.Tags.Select(tag => tag.Tag).Order(StringComparer.Ordinal)],
            RedirectStatus = link.RedirectStatus,
            ForwardQuery = link.ForwardQuery,
            StartsAt = link.StartsAt,
            ExpiresAt = link.ExpiresAt,
            Enabled = link.Enabled,
            Archived = link.Archived,
            FallbackUrl = link.FallbackUrl,
            Health = View(link.Health),
            Revision = link.Revision,
            CreatedAt = link.CreatedAt,
            UpdatedAt = link.UpdatedAt,
        };
    }

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
