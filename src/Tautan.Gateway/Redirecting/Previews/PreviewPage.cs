using System.Net;
using System.Text;
using System.Text.Json;

namespace Tautan.Gateway.Redirecting.Previews;

/// <summary>Where a link goes at this moment, to be read before it is followed.</summary>
/// <param name="ShortUrl">The link.</param>
/// <param name="Destination">The <c>Location</c> that it answers.</param>
/// <param name="RedirectStatus">The status that it answers.</param>
internal sealed record PreviewPage(string ShortUrl, string Destination, int RedirectStatus)
{
    /// <summary>The page in one of its forms.</summary>
    public (string Type, byte[] Body) In(PageForm form) => form switch
    {
        PageForm.Json => ("application/json", JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web)),
        PageForm.Text => ("text/plain; charset=utf-8", Encoding.UTF8.GetBytes($"{ShortUrl}\n{Destination}\n")),
        _ => ("text/html; charset=utf-8", Encoding.UTF8.GetBytes(Html())),
    };

    private string Html()
    {
        var shortUrl = WebUtility.HtmlEncode(ShortUrl);
        var destination = WebUtility.HtmlEncode(Destination);
        return $$"""
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex, nofollow">
            <meta name="referrer" content="no-referrer">
            <title>Where {{shortUrl}} goes</title>
            <style>
            :root { color-scheme: light dark }
            body { font: 1.1rem/1.6 system-ui, sans-serif; max-width: 34rem; margin: 18vh auto 0; padding: 0 1.5rem; overflow-wrap: anywhere }
            h1 { font-size: 1.6rem; margin: 0 0 .5rem }
            p { margin: 0 }
            </style>
            <h1>{{shortUrl}}</h1>
            <p>goes to <a href="{{destination}}" rel="noopener noreferrer nofollow">{{destination}}</a></p>
            </html>

            """;
    }
}
