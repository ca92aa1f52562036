using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using CsvHelper;
using CsvHelper.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Links.Changing;
using Tautan.Links.Creating;
using Tautan.Links.Domains;
using Tautan.Links.Importing.Sources;
using Tautan.Links.Listing;
using Tautan.Links.Reading;
using Tautan.Platform.Hosting;
using Tautan.Platform.Persistence;
using Tautan.Platform.Urls;
using Tautan.Platform.Web;
using Tautan.Platform.Web.OpenApi;

namespace Tautan.Links.Exporting;

/// <summary>
/// <c>GET /api/v1/links/export</c>: links as JSON lines, as CSV or as a map for nginx, in the order in which they were made. As many as there
/// are, a thousand in memory.
/// </summary>
internal static class ExportLinks
{
    private const int AtOnce = 1000;

    private static readonly string[] Formats = ["jsonl", "csv", "nginx"];

    public static void MapExportLinks(this IEndpointRouteBuilder routes) => routes
        .MapGet("/api/v1/links/export", HandleAsync)
        .AllowCallers(ServiceNames.Gateway)
        .RequireScope(Scopes.LinksRead)
        .Describe(Describe);

    private static Operation Describe() => new("exportLinks", "Export links as a file")
    {
        Description = "In the order in which they were made, archived ones too unless `archived` says something else. What is exported as JSON lines or CSV can be imported.",
        Query = typeof(LinkFilter),
        Parameters = [Parameter.Query<string>("format", "JSON lines, CSV, or a map for nginx.") with { Values = Formats, Default = Formats[0] }],
        Replies = [Reply.Text(StatusCodes.Status200OK, "The file.", "application/jsonl", "text/csv", "text/plain")],
    };

    private static async Task<IResult> HandleAsync(
        HttpContext http, UrlsOptions urls, LinkViews views, IDbContextFactory<LinksDb> factory, TimeProvider time, CancellationToken cancellationToken)
    {
        var errors = new Dictionary<string, string[]>();
        var query = http.Request.Query;
        var format = query["format"].ToString() is { Length: > 0 } given ? given : Formats[0];
        if (!Formats.Contains(format))
            errors["format"] = [$"must be {string.Join(", ", Formats)}"];
        foreach (var name in query.Keys.Where(name => name != "format" && !LinkCriteria.Names.Contains(name)))
            errors[name] = [$"is no parameter of this list (format, {string.Join(", ", LinkCriteria.Names)})"];
        // All that there are, unless he says something else.
        var criteria = LinkCriteria.Read(name => name == "archived" && !query.ContainsKey(name) ? "any" : query[name], errors);
        if (errors.Count != 0)
            return Problems.Of(Problems.Invalid(errors));
        var workspace = http.GetCallContext().Workspace;
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        await using var snapshot = await db.BeginReadAsync(cancellationToken);
        var links = await LinkSelection.OfAsync(db, urls, workspace, criteria, time.GetUtcNow(), errors, cancellationToken);
        if (errors.Count != 0)
            return Problems.Of(Problems.Invalid(errors));
        http.Response.ContentType = format switch { "csv" => "text/csv; charset=utf-8", "nginx" => "text/plain; charset=utf-8", _ => "application/jsonl; charset=utf-8" };
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"links.{(format == "nginx" ? "map" : format)}\"";
        await using var text = new StreamWriter(http.Response.Body, new UTF8Encoding(false), 1 << 16, leaveOpen: true);
        if (format == "csv")
            await text.WriteAsync(CsvRow(CsvExport.Columns));
        for (var after = 0L; ;)
        {
            var start = after;
            var page = await links.Where(link => link.Number > start)
                .OrderBy(link => link.Number)
                .Take(AtOnce)
                .Include(link => link.Destinations)
                .Include(link => link.Tags)
                .AsNoTracking()
                .AsSplitQuery()
                .ToListAsync(cancellationToken);
            var names = await DomainNames.OfAsync(db, page, cancellationToken);
            foreach (var link in page)
                await text.WriteAsync(Write(format, link, names[link.DomainId], views, time.GetUtcNow()).AsMemory(), cancellationToken);
            if (page.Count < AtOnce)
                break;
            after = page[^1].Number;
        }

        await text.FlushAsync(cancellationToken);
        return Results.Empty;
    }

    private static string Write(string format, Link link, string domain, LinkViews views, DateTimeOffset now) => format switch
    {
        "csv" => CsvRow(CsvExport.Of(Exported(link, domain, views))),
        "nginx" => NginxLine(link, now),
        _ => JsonSerializer.Serialize(Exported(link, domain, views), Lines) + "\n",
    };

    private static readonly JsonSerializerOptions Lines = new(JsonBody.Options)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    // As whoever made it could have given it, and what a new link cannot say of itself.
    private static ExportedLink Exported(Link link, string domain, LinkViews views)
    {
        var request = LinkPatch.RequestOf(link, domain);
        return new ExportedLink
        {
            Slug = request.Slug,
            Domain = request.Domain,
            Destinations = request.Destinations,
            Title = request.Title,
            Description = request.Description,
            Notes = request.Notes,
            Tags = request.Tags,
            Owner = request.Owner,
            Metadata = request.Metadata is { Count: > 0 } ? request.Metadata : null,
            Utm = request.Utm,
            RedirectStatus = request.RedirectStatus,
            ForwardQuery = request.ForwardQuery,
            PathSuffix = request.PathSuffix,
            StartsAt = request.StartsAt,
            ExpiresAt = request.ExpiresAt,
            Enabled = request.Enabled,
            Archived = request.Archived,
            FallbackUrl = request.FallbackUrl,
            MaxVisits = request.MaxVisits,
            // Masked to everybody who reads links, and of no use masked.
            Health = request.Health! with { RequestHeaders = null },
            CreatedAt = link.CreatedAt,
            ImportedClicks = link.ImportedClicks,
            ShortUrl = views.ShortUrl(domain, link.Slug),
        };
    }

    // For `map $uri $to { include links.map; }`: what redirects now, to its first destination.
    private static string NginxLine(Link link, DateTimeOffset now)
    {
        if (!link.Enabled || link.StartsAt > now || link.ExpiresAt <= now)
            return "";
        var first = link.Destinations.Where(destination => destination.Route == 0).OrderBy(destination => destination.Position).First();
        if (!DestinationUrl.TryParse(UtmParameters.Compose(first.Url, link.Utm), AppSchemes.Any, out var url, out _))
            return "";
        return $"\"/{Quoted(link.Slug)}\" \"{Quoted(url.Location)}\";\n";
    }

    // A dollar sign begins a variable wherever one may stand.
    private static string Quoted(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("$", "%24", StringComparison.Ordinal);

    private static readonly SearchValues<char> MustQuote = SearchValues.Create(",\"\r\n;|\t");

    // With a line end of two characters set, the library leaves one of one unquoted.
    private static readonly CsvConfiguration Rows = new(CultureInfo.InvariantCulture)
    {
        NewLine = "\r\n",
        ShouldQuote = field => field.Field is { Length: > 0 } text && (text.AsSpan().IndexOfAny(MustQuote) >= 0 || char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1])),
    };

    private static string CsvRow(IReadOnlyList<string?> fields)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = new CsvWriter(text, Rows))
        {
            foreach (var field in fields)
                csv.WriteField(field);
            csv.NextRecord();
        }

        return text.ToString();
    }
}
