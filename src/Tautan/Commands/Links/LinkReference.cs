using System.Text.Json;
using Tautan.Commands.Client;

namespace Tautan.Commands.Links;

/// <summary>A link as people name it: its id, its slug, or its short URL with or without the scheme.</summary>
internal static class LinkReference
{
    /// <summary>Finds the one link that is meant.</summary>
    /// <exception cref="CommandFailure">There is none, or a slug stands on several domains.</exception>
    public static async Task<JsonElement> ResolveAsync(ApiClient api, string reference, CancellationToken cancellation)
    {
        if (Guid.TryParseExact(reference, "D", out var id) && await ByIdAsync(api, id, cancellation) is { } link)
            return link;
        // Slugs are kept in normalization form C; a terminal may type them in another.
        var named = Named.Parse(reference.Normalize());
        var found = new List<JsonElement>();
        foreach (var slug in named.Slugs)
        {
            // Archived ones too: who names a link means it.
            found.AddRange((await Pages.AllAsync(api, ApiPaths.Links, [("slug", slug), ("archived", "any")], cancellation)).Where(named.Means));
            if (found.Count > 0)
                break;
        }
        return found switch
        {
            [] => throw new CommandFailure(ExitCodes.NotFound, $"no link \"{reference}\" on {api.Server.Text}"),
            [var one] => one,
            _ => throw new CommandFailure(
                ExitCodes.Usage,
                $"\"{reference}\" names {found.Count} links; say which: {string.Join(", ", found.Select(LinkReading.ShortUrl))}"),
        };
    }

    private static async Task<JsonElement?> ByIdAsync(ApiClient api, Guid id, CancellationToken cancellation)
    {
        try
        {
            return await api.GetAsync(ApiPaths.Link($"{id:D}"), cancellation);
        }
        catch (CommandFailure failure) when (failure.ExitCode == ExitCodes.NotFound)
        {
            // It may still be a slug that looks like an id.
            return null;
        }
    }

    /// <param name="Slugs">What to look for, in this order.</param>
    /// <param name="Slug">It, where the reference can be one.</param>
    /// <param name="Url">Host, port and path, where the reference can be a short URL.</param>
    private sealed record Named(IReadOnlyList<string> Slugs, string? Slug, string? Url)
    {
        public static Named Parse(string reference)
        {
            if (reference.Contains("://", StringComparison.Ordinal))
                return WithoutScheme(reference) is { } url ? new([SlugOf(url)], null, url) : new([], null, null);
            var slash = reference.IndexOf('/', StringComparison.Ordinal);
            return slash > 0 && slash < reference.Length - 1
                ? new([reference, reference[(slash + 1)..]], reference, WithoutScheme("http://" + reference))
                : new([reference], reference, null);
        }

        // Whether case matters is the domain's to say, and the server has looked by its rule.
        public bool Means(JsonElement link) =>
            (Slug is not null && string.Equals(link.Text("slug"), Slug, StringComparison.OrdinalIgnoreCase))
            || (Url is not null && link.Text("shortUrl") is { } shortUrl && string.Equals(WithoutScheme(shortUrl), Url, StringComparison.OrdinalIgnoreCase));

        private static string SlugOf(string url) => url[(url.IndexOf('/', StringComparison.Ordinal) + 1)..];

        /// <summary>All names of this machine are one host here, as they are to the server that listens on it.</summary>
        private static string? WithoutScheme(string text)
        {
            if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Host.Length == 0)
                return null;
            var host = ServerAddress.IsLoopback(url.IdnHost) ? "localhost" : url.IdnHost.ToLowerInvariant();
            var port = url.IsDefaultPort ? "" : $":{url.Port}";
            return $"{host}{port}/{Uri.UnescapeDataString(url.AbsolutePath).Trim('/')}";
        }
    }
}
