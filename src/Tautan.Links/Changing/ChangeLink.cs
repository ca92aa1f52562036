using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Contracts.Health;
using Tautan.Links.Creating;
using Tautan.Links.Reading;
using Tautan.Platform.Persistence;
using Tautan.Platform.Web;

namespace Tautan.Links.Changing;

/// <summary><c>PATCH /api/v1/links/{id}</c>: a JSON merge patch (RFC 7396); null brings a field back to its default.</summary>
internal static class ChangeLink
{
    public static void MapChangeLink(this IEndpointRouteBuilder routes) => routes
        .MapPatch("/api/v1/links/{id}", HandleAsync)
        .AllowCallers(ServiceNames.Gateway)
        .RequireScope(Scopes.LinksWrite);

    private static async Task<IResult> HandleAsync(
        string id, HttpContext http, LinkRules rules, LinkViews views, IUnitOfWork<LinksDb> unitOfWork, TimeProvider time, CancellationToken cancellationToken)
    {
        var (patch, problem) = await JsonBody.ReadPatchAsync<LinkRequest>(http.Request, cancellationToken);
        if (patch is null)
            return Problems.Of(problem!);
        if (!Guid.TryParse(id, out var linkId))
            return GetLink.NotFound();
        var workspace = http.GetCallContext().Workspace;
        var precondition = Precondition.From(http.Request);
        var (view, epoch, refusal) = await unitOfWork.WriteAsync<(LinkView?, string, IResult?)>(
            async (context, token) =>
            {
                var link = await GetLink.FindAsync(context.Db.Links, workspace, linkId, token);
                if (link is null || context.Db.Entry(link).State == EntityState.Deleted)
                    return (null, "", GetLink.NotFound());
                if (!precondition.Holds(link))
                    return (null, "", Precondition.Failed());
                var spec = Merge(link, patch, rules, out var errors);
                if (errors.Count != 0)
                    return (null, "", Problems.Of(Problems.Invalid(errors)));
                if (spec.Describes(link))
                    return (views.Of(link), context.Feed.Epoch, null);
                if (!await TakeSlugAsync(context, link, spec.Slug ?? link.Slug, token))
                    return (null, "", Problems.Of(CreateLink.SlugTaken(spec.Slug!)));
                LinkWriter.Write(context, link, spec, time.GetUtcNow());

                // Seen now: a later work of the same group may change or delete this very object.
                return (views.Of(link), context.Feed.Epoch, null);
            },
            cancellationToken);
        if (view is null)
            return refusal!;
        http.SetRevision(epoch, view.Revision);
        http.Response.Headers.ETag = view.ETag;
        return Results.Json(view);
    }

    private static LinkSpec Merge(Link link, JsonObject patch, LinkRules rules, out Dictionary<string, string[]> errors)
    {
        var merged = MergePatch.Apply(JsonSerializer.SerializeToNode(RequestOf(link), JsonBody.Options), patch);
        Unmask(merged, link);
        var spec = rules.Check(merged.Deserialize<LinkRequest>(JsonBody.Options)!, out errors);
        if (spec.Health.RequestHeaders is not null && LeadsElsewhere(link, spec) && !NamesAllHeaders(link, patch))
            errors["health.requestHeaders"] = ["must be given anew, each value or null, where a destination on another server is added: they would be sent to it"];
        return spec;
    }

    // What is masked from somebody he shall not get by way of a server of his own.
    private static bool LeadsElsewhere(Link link, LinkSpec spec)
    {
        var known = link.Destinations.Select(destination => VerdictFeedKeys.OriginOf(destination.Url)).ToHashSet(StringComparer.Ordinal);
        return spec.Urls.Any(url => !known.Contains(VerdictFeedKeys.OriginOf(url)));
    }

    private static bool NamesAllHeaders(Link link, JsonObject patch) =>
        patch["health"] is JsonObject health && health.TryGetPropertyValue("requestHeaders", out var given)
        && (given is null || (given is JsonObject headers && LinkHeaders.Read(link.Health.RequestHeaders).All(header =>
            headers.TryGetPropertyValue(header.Key, out var value) && value?.ToString() != LinkHeaders.Mask)));

    // Who sends back what was read means the value that was hidden.
    private static void Unmask(JsonNode? merged, Link link)
    {
        if (merged?["health"]?["requestHeaders"] is not JsonObject headers)
            return;
        foreach (var (name, value) in LinkHeaders.Read(link.Health.RequestHeaders))
        {
            if (headers[name] is JsonValue given && given.TryGetValue(out string? text) && text == LinkHeaders.Mask)
                headers[name] = value;
        }
    }

    private static async Task<bool> TakeSlugAsync(WriteContext<LinksDb> context, Link link, string slug, CancellationToken cancellationToken)
    {
        if (slug == link.Slug)
            return true;
        if ((await LinkWriter.TakenAsync(context.Db, link.DomainId, [slug], cancellationToken)).Count != 0 || !context.Shared<SlugClaims>().Taken.Add((link.DomainId, slug)))
            return false;
        (link.Slug, link.SlugKey) = (slug, slug);
        return true;
    }

    private static LinkRequest RequestOf(Link link) => new()
    {
        Slug = link.Slug,
        Destinations = [.. link.Destinations.Where(destination => destination.Route == 0).OrderBy(destination => destination.Position).Select(destination => new DestinationRequest { Url = destination.Url })],
        Title = link.Title.Length == 0 ? null : link.Title,
        Tags = [.. link.Tags.Select(tag => tag.Tag)],
        RedirectStatus = link.RedirectStatus,
        ForwardQuery = link.ForwardQuery,
        StartsAt = link.StartsAt,
        ExpiresAt = link.ExpiresAt,
        Enabled = link.Enabled,
        Archived = link.Archived,
        FallbackUrl = link.FallbackUrl,
        Health = new HealthRequest
        {
            Enabled = link.Health.Enabled,
            IntervalSeconds = link.Health.IntervalSeconds,
            TimeoutSeconds = link.Health.TimeoutSeconds,
            FailuresToConfirm = link.Health.FailuresToConfirm,
            RetrySeconds = link.Health.RetrySeconds,
            SuccessesToRecover = link.Health.SuccessesToRecover,
            Failback = link.Health.ManualFailback ? "manual" : "auto",
            FailbackHoldSeconds = link.Health.FailbackHoldSeconds,
            ExpectedStatus = link.Health.ExpectedStatus,
            MustContain = link.Health.MustContain,
            MustNotContain = link.Health.MustNotContain,
            RequestHeaders = LinkHeaders.Read(link.Health.RequestHeaders) is { Count: > 0 } headers ? headers.ToDictionary(header => header.Key, string? (header) => header.Value) : null,
            IgnoreTlsErrors = link.Health.IgnoreTlsErrors,
            FailOn = link.Health.FailOn?.Split(','),
        },
    };
}
