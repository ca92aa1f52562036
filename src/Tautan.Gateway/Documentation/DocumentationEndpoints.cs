using System.IO.Compression;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Scalar.AspNetCore;
using Tautan.Gateway.Access;

namespace Tautan.Gateway.Documentation;

/// <summary>
/// <c>/openapi/v1.json</c>, the description of all that answers under <c>/api</c>, and <c>/docs</c>, where it can be read and tried. Both are
/// there while every service is away, and everything comes from here. The files are opened when somebody asks, so that a gateway which
/// nobody reads about carries none of them.
/// </summary>
internal static class DocumentationEndpoints
{
    private const string DocumentPath = "/openapi/v1.json";
    private const string Viewer = "ScalarStaticAssets.scalar.js";

    // The viewer writes its styles into the page, and draws pictures of its own.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        + "connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly byte[] Page = """
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <title>Tautan API</title>
          <link rel="icon" href="data:,">
        </head>
        <body>
          <noscript>The description itself is at <a href="/openapi/v1.json">/openapi/v1.json</a>.</noscript>
          <main id="reference"></main>
          <script src="/docs/scalar.js"></script>
          <script src="/docs/start.js"></script>
        </body>
        </html>

        """u8.ToArray();

    // Nothing is to be fetched from anywhere else, and nobody told of who reads.
    private static readonly byte[] Start = """
        Scalar.createApiReference('#reference', {
          url: '/openapi/v1.json',
          theme: 'default',
          withDefaultFonts: false,
          telemetry: false,
          hideClientButton: true,
          showDeveloperTools: 'never',
          agent: { disabled: true },
          mcp: { disabled: true },
          defaultOpenAllTags: false,
          persistAuth: false,
          authentication: { preferredSecurityScheme: 'bearer' },
        });

        """u8.ToArray();

    public static void MapDocumentation(this IEndpointRouteBuilder endpoints)
    {
        Map(DocumentPath, "application/json", () => Resource(typeof(DocumentationEndpoints).Assembly, "openapi.json"), isPacked: false);
        Map("/docs", "text/html; charset=utf-8", () => new MemoryStream(Page), isPacked: false);
        Map("/docs/start.js", "text/javascript; charset=utf-8", () => new MemoryStream(Start), isPacked: false);
        Map("/docs/scalar.js", "text/javascript; charset=utf-8", () => Resource(typeof(ScalarOptions).Assembly, Viewer), isPacked: true);

        void Map(string path, string type, Func<Stream> open, bool isPacked) => endpoints
            .MapMethods(path, [HttpMethods.Get, HttpMethods.Head], context => SendAsync(context, type, open, isPacked))
            .WithMetadata(new AuthenticationMiddleware.Anonymous());
    }

    private static async Task SendAsync(HttpContext context, string type, Func<Stream> open, bool isPacked)
    {
        var headers = context.Response.Headers;
        context.Response.ContentType = type;
        headers.Vary = HeaderNames.AcceptEncoding;
        headers.CacheControl = "no-cache";
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = Policy;
        headers["Referrer-Policy"] = "no-referrer";
        var tag = $"\"{typeof(DocumentationEndpoints).Assembly.ManifestModule.ModuleVersionId:N}\"";
        headers.ETag = tag;
        if (EntityTagHeaderValue.TryParseList(context.Request.Headers.IfNoneMatch, out var known) && known.Any(one => one.Compare(new EntityTagHeaderValue(tag), useStrongComparison: false)))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var packs = StringWithQualityHeaderValue.TryParseList(context.Request.Headers.AcceptEncoding, out var codings)
            && codings.Any(coding => coding.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase) && coding.Quality is null or > 0);
        if (packs)
            headers.ContentEncoding = "gzip";
        if (HttpMethods.IsHead(context.Request.Method))
            return;
        await using var file = open();
        var (cancellationToken, body) = (context.RequestAborted, context.Response.Body);
        if (packs == isPacked)
        {
            await file.CopyToAsync(body, cancellationToken);
        }
        else if (packs)
        {
            await using var packed = new GZipStream(body, CompressionLevel.Optimal, leaveOpen: true);
            await file.CopyToAsync(packed, cancellationToken);
        }
        else
        {
            await using var unpacked = new GZipStream(file, CompressionMode.Decompress);
            await unpacked.CopyToAsync(body, cancellationToken);
        }
    }

    private static Stream Resource(Assembly assembly, string name) =>
        assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{assembly.GetName().Name} has no {name}.");
}
