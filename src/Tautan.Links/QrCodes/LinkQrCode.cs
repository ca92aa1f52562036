using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Links.Domains;
using Tautan.Links.Reading;
using Tautan.Platform.QrCodes;
using Tautan.Platform.Web;
using Tautan.Platform.Web.OpenApi;

namespace Tautan.Links.QrCodes;

/// <summary><c>GET /api/v1/links/{id}/qr</c>: the short URL as a QR code, PNG or SVG.</summary>
internal static class LinkQrCode
{
    private const string Cached = "private, max-age=3600";

    public static void MapLinkQrCode(this IEndpointRouteBuilder routes) => routes
        .MapGet("/api/v1/links/{id}/qr", HandleAsync)
        .AllowCallers(ServiceNames.Gateway)
        .RequireScope(Scopes.LinksRead)
        .Describe(Describe);

    private static Operation Describe() => new("getLinkQrCode", "The short URL as a QR code")
    {
        Parameters =
        [
            Parameter.Query<int>("size", "Pixels a side.") with { Minimum = 64, Maximum = 2048, Default = 512 },
            Parameter.Query<int>("margin", "Light modules around it.") with { Minimum = 0, Maximum = 20, Default = 4 },
            Parameter.Query<string>("format", "Else `Accept` says it.") with { Values = ["svg", "png"] },
            Parameter.Query<string>("level", "How much of it may be lost: 7, 15, 25 or 30 %.") with { Values = ["L", "M", "Q", "H"], Default = "M" },
            Parameter.Query<string>("color", "Of the dark modules: three or six hexadecimal digits.") with { Pattern = "^([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$", Default = "000000" },
            Parameter.Query<string>("background", "Of the light ones; refused where the contrast is too low.") with { Pattern = "^([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$", Default = "ffffff" },
            Parameter.Header("If-None-Match", "The `ETag` of the picture that the caller has."),
        ],
        Replies =
        [
            Reply.Text(StatusCodes.Status200OK, "The picture.", "image/svg+xml", "image/png").WithETag(),
            Reply.Empty(StatusCodes.Status304NotModified, "The caller has it.").WithETag(),
        ],
        Problems = [GetLink.NoSuchLink],
    };

    private static async Task<IResult> HandleAsync(string id, HttpContext http, LinkViews views, IDbContextFactory<LinksDb> factory, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var linkId))
            return GetLink.NotFound();
        var query = http.Request.QueryString.Value ?? "";
        if (!QrCodeRequest.TryParse(query.TrimStart('?'), http.Request.Headers.Accept, out var wanted, out var wrong))
            return Refused(wrong!);
        var workspace = http.GetCallContext().Workspace;
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        if (await db.Links.AsNoTracking().SingleOrDefaultAsync(link => link.Id == linkId && link.WorkspaceId == workspace, cancellationToken) is not { } link)
            return GetLink.NotFound();
        var text = views.ShortUrl(await DomainNames.OfAsync(db, link, cancellationToken), link.Slug);
        var tag = new EntityTagHeaderValue(QrPicture.TagOf(text, wanted));
        var response = http.Response.Headers;
        (response.ETag, response.CacheControl, response.Vary) = (tag.ToString(), Cached, "Accept");
        if (EntityTagHeaderValue.TryParseList(http.Request.Headers.IfNoneMatch, out var known)
            && known.Any(one => one.Equals(EntityTagHeaderValue.Any) || one.Compare(tag, useStrongComparison: false)))
        {
            return Results.StatusCode(StatusCodes.Status304NotModified);
        }

        var picture = QrPicture.Of(text, wanted);
        return picture.Body is { } body ? Results.Bytes(body, picture.Type) : Refused(picture.Problem!);
    }

    // As the sentence has it: The parameter NAME must ….
    private static IResult Refused(string wrong)
    {
        var parts = wrong.Split(' ', 4);
        return Problems.Of(Problems.Invalid(new Dictionary<string, string[]> { [parts[2]] = [parts[3].TrimEnd('.')] }));
    }
}
