using System.Text;
using Tautan.Gateway.Table;

namespace Tautan.Gateway.Redirecting;

/// <summary>Links as the outside writes them.</summary>
/// <param name="domains">The domains; the default one has no name of its own.</param>
/// <param name="baseUri">The installation's own address: that of the default domain, and the scheme of all.</param>
internal sealed class ShortUrls(DomainTable domains, Uri baseUri)
{
    private readonly string _base = baseUri.GetLeftPart(UriPartial.Authority);
    private readonly string _scheme = baseUri.Scheme;

    /// <summary>The path of a slug, percent-encoded.</summary>
    /// <param name="slug">Decoded, UTF-8.</param>
    public static string PathOf(ReadOnlySpan<byte> slug) =>
        string.Concat("/", string.Join('/', Encoding.UTF8.GetString(slug).Split('/').Select(Uri.EscapeDataString)));

    /// <param name="host">The <c>Host</c> header.</param>
    /// <param name="path">As <see cref="PathOf"/> makes it.</param>
    public string Of(ReadOnlySpan<char> host, string path) =>
        domains.Find(host).Name is { Length: > 0 } name ? $"{_scheme}://{name}{path}" : _base + path;
}
