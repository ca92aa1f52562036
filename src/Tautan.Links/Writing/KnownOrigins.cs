using System.Collections.Concurrent;

namespace Tautan.Links.Writing;

/// <summary>The numbers of origins that are stored. They are given once and stay, so that nobody needs to ask again.</summary>
internal sealed class KnownOrigins
{
    private const int Most = 20_000;

    private readonly ConcurrentDictionary<(Guid Workspace, string Url), long> _numbers = new();

    public bool TryGet(Guid workspace, string url, out long number) => _numbers.TryGetValue((workspace, url), out number);

    /// <summary>Remembers one that was read, and not one that is written and may be undone.</summary>
    public void Set(Guid workspace, string url, long number)
    {
        if (_numbers.Count >= Most)
            _numbers.Clear();
        _numbers[(workspace, url)] = number;
    }
}
