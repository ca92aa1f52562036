using System.Text;
using Tautan.Contracts.Feeds;
using Tautan.Platform.Feeds;

namespace Tautan.Platform.Tests.Feeds;

/// <summary>A follower's table as plain as can be: its bytes, as text, by key. It remembers all that it was told.</summary>
internal sealed class TextTable : IFeedTable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<FeedKey, (ulong Revision, string Text)> _entries = [];
    private readonly List<(FeedKey Key, ulong Revision, bool Deleted)> _told = [];

    public bool IsLoaded { get; private set; }

    /// <summary>What its source could not write; null: it has not spoken of that.</summary>
    public IReadOnlyList<FeedEntry>? Unwritten { get; private set; }

    /// <summary>Text by key, in the order of keys.</summary>
    public IReadOnlyList<(UInt128 Id, string Text)> Texts
    {
        get
        {
            lock (_lock)
                return [.. _entries.OrderBy(entry => entry.Key.Id.Number()).Select(entry => (entry.Key.Id.Number(), entry.Value.Text))];
        }
    }

    public IReadOnlyDictionary<FeedKey, (ulong Revision, string Text)> Entries
    {
        get
        {
            lock (_lock)
                return new Dictionary<FeedKey, (ulong Revision, string Text)>(_entries);
        }
    }

    public IReadOnlyList<(FeedKey Key, ulong Revision, bool Deleted)> Told
    {
        get
        {
            lock (_lock)
                return [.. _told];
        }
    }

    public void Apply(IReadOnlyList<FeedEntry> entries)
    {
        lock (_lock)
        {
            foreach (var entry in entries)
            {
                _told.Add((entry.Key, entry.Revision, entry.Deleted));
                if (entry.Deleted)
                    _entries.Remove(entry.Key);
                else
                    _entries[entry.Key] = (entry.Revision, Encoding.Latin1.GetString(entry.Value.Span));
            }
        }
    }

    public void ApplyUnwritten(IReadOnlyList<FeedEntry> entries) => Unwritten = entries;

    public void Loaded() => IsLoaded = true;
}
