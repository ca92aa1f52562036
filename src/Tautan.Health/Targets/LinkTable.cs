using System.Threading.Channels;
using Google.Protobuf;
using Microsoft.Extensions.Logging;
using Tautan.Contracts.Links;
using Tautan.Platform.Feeds;

namespace Tautan.Health.Targets;

/// <summary>Health's copy of the links. Whoever watches gets all of them first and then every change.</summary>
internal sealed partial class LinkTable(ILogger<LinkTable> logger) : IFeedTable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, WatchedLink> _links = [];
    private readonly Dictionary<HealthRecord, HealthRecord> _settings = [];
    private readonly List<ChannelWriter<LinkChange>> _watchers = [];

    public int Count
    {
        get
        {
            lock (_lock) return _links.Count;
        }
    }

    public WatchedLink? Find(Guid id)
    {
        lock (_lock) return _links.GetValueOrDefault(id);
    }

    /// <summary>Every link as it is now.</summary>
    public IReadOnlyList<WatchedLink> List()
    {
        lock (_lock) return [.. _links.Values];
    }

    /// <summary>Every link as new, and from then on each change, in order. To be disposed.</summary>
    public LinkWatch Watch()
    {
        var channel = Channel.CreateUnbounded<LinkChange>(new UnboundedChannelOptions { SingleReader = true });
        lock (_lock)
        {
            foreach (var link in _links.Values) channel.Writer.TryWrite(new LinkChange(null, link));
            _watchers.Add(channel.Writer);
        }

        return new LinkWatch(channel.Reader, () =>
        {
            lock (_lock) _watchers.Remove(channel.Writer);
        });
    }

    public void Apply(IReadOnlyList<FeedEntry> entries)
    {
        foreach (var entry in entries)
        {
            if (entry.Key.Kind != LinkFeedKeys.LinkKind) continue;
            var id = entry.Key.ToGuid();
            if (entry.Deleted) Put(id, null);
            else if (Read(id, entry) is { } link) Put(id, link);
        }
    }

    private void Put(Guid id, WatchedLink? link)
    {
        lock (_lock)
        {
            var before = _links.GetValueOrDefault(id);
            if (link is null)
            {
                if (!_links.Remove(id)) return;
            }
            else
            {
                link = link with { Health = Intern(link.Health) };
                _links[id] = link;
                if (before?.IsSameFor(link) == true) return;
            }

            foreach (var watcher in _watchers) watcher.TryWrite(new LinkChange(before, link));
        }
    }

    // Almost all links have the same settings. What can be any text is not kept for ever.
    private HealthRecord Intern(HealthRecord health)
    {
        if (health.MustContain.Length + health.MustNotContain.Length + health.ExpectedStatus.Length + health.RequestHeaders.Count > 0) return health;
        if (_settings.TryGetValue(health, out var known)) return known;
        if (_settings.Count < 10_000) _settings.Add(health, health);
        return health;
    }

    private WatchedLink? Read(Guid id, FeedEntry entry)
    {
        try
        {
            return LinkReading.Of(LinkRecord.Parser.ParseFrom(entry.Value.Span));
        }
        catch (Exception exception) when (exception is InvalidProtocolBufferException or ArgumentException)
        {
            Unreadable(id, exception);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Link {Id} of the feed cannot be read; it is watched as it was.")]
    private partial void Unreadable(Guid id, Exception exception);
}
