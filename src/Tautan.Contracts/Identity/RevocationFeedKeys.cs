using Tautan.Contracts.Feeds;

namespace Tautan.Contracts.Identity;

/// <summary>The kinds of entry in the revocation feed; the value of each is a <see cref="RevocationRecord"/>.</summary>
public static class RevocationFeedKeys
{
    /// <summary>An API key that was revoked.</summary>
    public const byte KeyKind = 1;

    /// <summary>A session that ended.</summary>
    public const byte SessionKind = 2;

    /// <summary>A user whose memberships changed, in whatever workspace.</summary>
    public const byte UserKind = 3;

    public static FeedKey Key(Guid id) => FeedKey.Of(KeyKind, id);

    public static FeedKey Session(Guid id) => FeedKey.Of(SessionKind, id);

    public static FeedKey User(Guid id) => FeedKey.Of(UserKind, id);
}
