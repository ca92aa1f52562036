using Tautan.Contracts.Feeds;
using Tautan.Contracts.Identity;
using Tautan.Platform.Persistence;

namespace Tautan.Identity.Keys;

/// <summary>Ends what was given, and tells the gateways in the same commit.</summary>
internal static class Revoking
{
    public static void Revoke(WriteContext<IdentityDb> context, Key key, DateTimeOffset now)
    {
        key.RevokedAt = now;
        Tell(context, RevocationFeedKeys.Key(key.Id), now);
    }

    /// <summary>Tokens of this user say too much, or too little: they are to be fetched anew.</summary>
    public static void Refresh(WriteContext<IdentityDb> context, Guid user, DateTimeOffset now) => Tell(context, RevocationFeedKeys.User(user), now);

    public static void Tell(WriteContext<IdentityDb> context, FeedKey key, DateTimeOffset now) =>
        context.Feed.Put(key, new RevocationRecord { At = now.ToUnixTimeMilliseconds() });
}
