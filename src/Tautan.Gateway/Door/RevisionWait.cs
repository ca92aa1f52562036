using System.Globalization;
using Tautan.Platform.Feeds;

namespace Tautan.Gateway.Door;

/// <summary>Read your writes: an answer to a change leaves when this gateway has the change, or after a second.</summary>
/// <param name="followers">By the feed's name; null where there is none.</param>
internal sealed class RevisionWait(Func<string, FeedFollower?> followers)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    /// <summary>Waits for a revision.</summary>
    /// <param name="revision"><c>{feed}/{epoch}/{revision}</c>; what is not of this form is not waited for.</param>
    /// <param name="cancellationToken">The request's.</param>
    public async Task WaitAsync(string revision, CancellationToken cancellationToken)
    {
        if (revision.Split('/') is [var feed, var epoch, var number]
            && ulong.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var wanted)
            && followers(feed) is { } follower)
        {
            await follower.WaitForAsync(epoch, wanted, Longest, cancellationToken);
        }
    }
}
