using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Tautan.Identity.Pages;

/// <summary>A page with at most one form: without scripts, and with a policy that lets none in.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Body">HTML that was made here; what comes from outside is encoded in it.</param>
/// <param name="HasForm">The body stands in a form, which is posted to where it came from.</param>
/// <param name="Status">The status.</param>
internal sealed record PageResult(string Title, string Body, bool HasForm = false, int Status = StatusCodes.Status200OK) : IResult
{
    private const string Style =
        """
        body{font:1rem/1.5 system-ui,sans-serif;margin:0;background:#f4f6f5;color:#1b2a24}main{max-width:24rem;margin:10vh auto;padding:2rem;background:#fff;border-radius:.5rem}
        h1{font-size:1.4rem;margin-top:0}label{display:block;margin-top:1rem}input{font:inherit;width:100%;box-sizing:border-box;padding:.5rem;border:1px solid #5b6b64;border-radius:.25rem}
        button{font:inherit;margin-top:1.5rem;margin-right:.5rem;padding:.5rem 1.2rem;border:0;border-radius:.25rem;background:#1f6b52;color:#fff}button.other{background:#5b6b64}
        .problem{color:#a11212}:focus-visible{outline:3px solid #1f6b52;outline-offset:2px}
        """;

    private static readonly string StyleHash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)));

    public static string Encode(string? text) => HtmlEncoder.Default.Encode(text ?? "");

    public static string Problem(string? text) => text is null ? "" : $"<p class=\"problem\" role=\"alert\">{Encode(text)}</p>";

    public static string Field(string name, string label, string type = "text", string? value = null, string? complete = null) =>
        $"<label for=\"{name}\">{Encode(label)}</label><input id=\"{name}\" name=\"{name}\" type=\"{type}\" value=\"{Encode(value)}\" autocomplete=\"{complete ?? "off"}\" required>";

    public static string Hidden(string name, string? value) => $"<input name=\"{name}\" type=\"hidden\" value=\"{Encode(value)}\">";

    public static string Button(string label, string? name = null, string? value = null, bool isOther = false) =>
        $"<button type=\"submit\"{(name is null ? "" : $" name=\"{name}\" value=\"{value}\"")}{(isOther ? " class=\"other\" formnovalidate" : "")}>{Encode(label)}</button>";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = "text/html; charset=utf-8";
        var headers = response.Headers;
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = $"default-src 'none'; style-src 'sha256-{StyleHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        var form = Body;
        if (HasForm)
        {
            var tokens = httpContext.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(httpContext);
            form = $"<form method=\"post\">{Hidden(tokens.FormFieldName, tokens.RequestToken)}{Body}</form>";
        }

        await response.WriteAsync(
            $"<!doctype html><html lang=\"{Texts.Of(httpContext).Language}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{Encode(Title)} · Tautan</title><style>{Style}</style></head><body><main><h1>{Encode(Title)}</h1>{form}</main></body></html>",
            httpContext.RequestAborted);
    }
}
