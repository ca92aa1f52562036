using System.Text;
using Tautan.Health.Targets;
using Tautan.Platform.Urls;

namespace Tautan.Health.Validating;

/// <summary>Finds the links that lead to URLs already, in Health's own copy of the links: nobody has to be asked.</summary>
internal sealed class Shortened(LinkTable links)
{
    private const int Most = 20;

    /// <returns>By normalized URL; nothing where there is none.</returns>
    public IReadOnlyDictionary<string, List<ShortenedAs>> Find(IReadOnlyList<DestinationUrl> urls, Guid workspace)
    {
        var found = urls.Select(url => url.Location).Distinct().ToDictionary(location => location, _ => new List<ShortenedAs>());
        var hosts = urls.Select(url => url.Host).Distinct().ToList();
        if (found.Count == 0) return found;
        foreach (var link in links.List().Where(link => link.Workspace == workspace))
        {
            foreach (var destination in link.AllDestinations)
            {
                if (Normalized(destination.Url, hosts) is { } location && found.TryGetValue(location, out var known)
                    && known.Count < Most && !known.Exists(one => one.Id == link.Id))
                    known.Add(new ShortenedAs(link.Id, link.Slug));
            }
        }

        return found;
    }

    // Only what may be at one of the hosts is read. A host in Unicode looks otherwise than what it means.
    private static string? Normalized(string url, List<string> hosts) =>
        (!Ascii.IsValid(url) || hosts.Exists(host => url.Contains(host, StringComparison.OrdinalIgnoreCase))) && DestinationUrl.TryParse(url, out var read, out _)
            ? read.Location
            : null;
}
