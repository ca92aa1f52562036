using Tautan.Platform.Urls;

namespace Tautan.Health.Validating;

/// <summary>A validation while it is made.</summary>
internal sealed class ValidationRun
{
    private readonly Lock _lock = new();
    private readonly ValidatedUrl?[] _items;
    private readonly bool[] _isDone;

    private ValidationRun(Guid id, Guid workspace, ValidatedUrl[] items, bool probe)
    {
        (Id, Workspace, _items) = (id, workspace, items);
        _isDone = [.. items.Select(item => !probe || !item.Valid)];
    }

    public Guid Id { get; }

    public Guid Workspace { get; }

    public int Total => _items.Length;

    /// <summary>What was looked at so far, in order.</summary>
    public IReadOnlyList<ValidatedUrl> Items
    {
        get
        {
            lock (_lock) return [.. _items.Where((_, place) => _isDone[place])!];
        }
    }

    /// <summary>Reads all URLs and finds the links that lead there; what is to be probed is not done by that.</summary>
    public static ValidationRun Begin(Guid id, Guid workspace, ValidationSpec spec, Shortened shortened, out IReadOnlyList<(int Place, string Url, string Host)> toProbe)
    {
        var read = spec.Urls.Select(Read).ToList();
        var links = shortened.Find([.. read.Where(one => one.Url is not null).Select(one => one.Url!)], workspace);
        toProbe = spec.Probe
            ? [.. read.Select((one, place) => (place, one.Url)).Where(one => one.Url is not null).Select(one => (one.place, one.Url!.Original, one.Url.Host))]
            : [];
        return new ValidationRun(id, workspace, [.. read.Select((one, place) => Item(spec.Urls[place], one.Url, one.Error, links))], spec.Probe);
    }

    public void Take(int place, ValidationProbe probe)
    {
        lock (_lock)
        {
            _items[place] = _items[place]! with { Probe = probe };
            _isDone[place] = true;
        }
    }

    private static (DestinationUrl? Url, string? Error) Read(string given) =>
        DestinationUrl.TryParse(given, out var url, out var error) ? (url, null) : (null, error);

    private static ValidatedUrl Item(string given, DestinationUrl? url, string? error, IReadOnlyDictionary<string, List<ShortenedAs>> links) =>
        url is null ? new ValidatedUrl(given, false, error, null, [], null) : new ValidatedUrl(given, true, null, url.Location, links[url.Location], null);
}
