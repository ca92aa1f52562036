using Tautan.Commands;
using Tautan.Platform.Hosting;

namespace Tautan.Serving;

/// <summary>What to type once a server is ready, as it works from any directory of its machine.</summary>
internal static class FirstStep
{
    public static string Of(UrlsOptions urls, string dataDirectory)
    {
        var server = UrlsOptions.Reachable(urls.PublicUris()[0]).GetLeftPart(UriPartial.Authority);
        return $"tautan links create https://example.com --data {dataDirectory}{(server == ClientOptions.DefaultServer ? "" : $" --server {server}")}";
    }
}
