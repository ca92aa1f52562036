using System.Text;
using System.Text.Json;
using Tautan.Platform.Web;

namespace Tautan.Gateway.Redirecting;

/// <summary>A small answer in the three forms in which it may be asked for, made once.</summary>
internal sealed class ErrorPage
{
    public ErrorPage(int status, string code, string title, string detail)
    {
        Status = status;
        Html = Encoding.UTF8.GetBytes($$"""
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex">
            <title>{{title}}</title>
            <style>
            :root { color-scheme: light dark }
            body { font: 1.1rem/1.6 system-ui, sans-serif; max-width: 34rem; margin: 18vh auto 0; padding: 0 1.5rem }
            h1 { font-size: 1.6rem; margin: 0 0 .5rem }
            p { margin: 0; opacity: .8 }
            </style>
            <h1>{{title}}</h1>
            <p>{{detail}}</p>
            </html>

            """);
        Json = JsonSerializer.SerializeToUtf8Bytes(Problems.Create(status, code, detail), JsonSerializerOptions.Web);
        Text = Encoding.UTF8.GetBytes($"{title}\n{detail}\n");
    }

    public int Status { get; }

    public byte[] Html { get; }

    /// <summary>RFC 9457.</summary>
    public byte[] Json { get; }

    public byte[] Text { get; }
}
