using System.Net;
using System.Text.RegularExpressions;
using Tautan.Contracts;
using Tautan.Testing.Services;

namespace Tautan.Identity.Tests.Support;

/// <summary>A browser without scripts, as Identity sees it through the gateway.</summary>
internal sealed partial class Browser(TestInstallation installation, string language = "en") : IDisposable
{
    private static readonly Uri Site = new("https://go.example");
    private readonly HttpClient _client = installation.Client(ServiceNames.Gateway, ServiceNames.Identity);

    public CookieContainer Cookies { get; } = new();

    public Task<Shown> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    /// <summary>Posts a form as the page shows it, with what a person types.</summary>
    public Task<Shown> SubmitAsync(Shown page, params (string Name, string Value)[] typed)
    {
        var fields = Inputs().Matches(page.Text).ToDictionary(match => match.Groups["name"].Value, match => WebUtility.HtmlDecode(match.Groups["value"].Value));
        foreach (var (name, value) in typed)
            fields[name] = value;
        return PostAsync(page.Path, fields);
    }

    public Task<Shown> PostAsync(string path, IReadOnlyDictionary<string, string> fields) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields) });

    public void Dispose() => _client.Dispose();

    private async Task<Shown> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            request.Version = HttpVersion.Version20;
            request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
            request.Headers.Add("X-Forwarded-Host", Site.Host);
            request.Headers.Add("X-Forwarded-Proto", Site.Scheme);
            request.Headers.Add("X-Forwarded-For", "192.0.2.7");
            request.Headers.Add("Accept-Language", language);
            if (Cookies.GetCookieHeader(Site) is { Length: > 0 } cookies)
                request.Headers.Add("Cookie", cookies);
            using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
            if (response.Headers.TryGetValues("Set-Cookie", out var set))
            {
                foreach (var cookie in set)
                    Cookies.SetCookies(Site, cookie);
            }

            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            return new Shown(
                request.RequestUri!.OriginalString, response.StatusCode, text, response.Headers.Location?.OriginalString,
                response.Headers.TryGetValues("Content-Security-Policy", out var policy) ? policy.Single() : null);
        }
    }

    [GeneratedRegex("""<input [^>]*?name="(?<name>[^"]*)" (?:type="[^"]*" )?value="(?<value>[^"]*)""")]
    private static partial Regex Inputs();
}

/// <summary>What a browser shows, or where it is sent.</summary>
internal sealed record Shown(string Path, HttpStatusCode Status, string Text, string? Location, string? Policy);
