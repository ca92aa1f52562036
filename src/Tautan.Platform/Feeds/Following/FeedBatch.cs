namespace Tautan.Platform.Feeds;

/// <summary>Gives a table entries, many at a time.</summary>
internal sealed class FeedBatch(IFeedTable table)
{
    private const int Most = 1000;

    private readonly List<FeedEntry> _entries = [];

    public void Add(in FeedEntry entry)
    {
        _entries.Add(entry);
        if (_entries.Count == Most)
            Flush();
    }

    public void Flush()
    {
        if (_entries.Count != 0)
            table.Apply(_entries);
        _entries.Clear();
    }
}
