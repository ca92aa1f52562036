using System.Collections.Concurrent;
using Google.Protobuf;
using Microsoft.Extensions.Logging;
using Tautan.Contracts.Identity;
using Tautan.Platform.Feeds;

namespace Tautan.Gateway.Access;

/// <summary>What has stopped being valid before its time, as Identity's feed says it.</summary>
internal sealed partial class Revocations(ILogger<Revocations> logger) : IFeedTable
{
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _keys = new();
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _sessions = new();
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _users = new();

    /// <summary>A grant must not be used any more; Identity may give another one.</summary>
    public bool Contains(Grant grant) =>
        ContainsForGood(grant)
        // Issue times have no fractions: what was issued within the second of the change is asked for once more.
        || (grant.Principal.User is { } user && _users.TryGetValue(user, out var at) && grant.IssuedAt <= at);

    /// <summary>What a grant was given for has ended: there will be no other one.</summary>
    public bool ContainsForGood(Grant grant) =>
        (grant.Key is { } key && _keys.ContainsKey(key)) || (grant.Principal.Session is { } session && _sessions.ContainsKey(session));

    public void Apply(IReadOnlyList<FeedEntry> entries)
    {
        foreach (var entry in entries)
        {
            var table = entry.Key.Kind switch
            {
                RevocationFeedKeys.KeyKind => _keys,
                RevocationFeedKeys.SessionKind => _sessions,
                RevocationFeedKeys.UserKind => _users,
                _ => null,
            };
            if (entry.Deleted)
                table?.TryRemove(entry.Key.ToGuid(), out _);
            else
                table?[entry.Key.ToGuid()] = TimeOf(entry);
        }
    }

    // What cannot be understood revokes all the more.
    private DateTimeOffset TimeOf(in FeedEntry entry)
    {
        try
        {
            return DateTimeOffset.FromUnixTimeMilliseconds(RevocationRecord.Parser.ParseFrom(entry.Value.Span).At);
        }
        catch (Exception exception) when (exception is InvalidProtocolBufferException or ArgumentOutOfRangeException)
        {
            LogRefused(logger, exception, entry.Key.ToGuid());
            return DateTimeOffset.MaxValue;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "What the feed of revocations says of {Id} cannot be understood; it counts as revoked")]
    private static partial void LogRefused(ILogger logger, Exception exception, Guid id);
}
