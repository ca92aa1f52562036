namespace Tautan.Platform.Feeds;

/// <summary>How far a follower has come.</summary>
/// <param name="Epoch">The identity of the database that counts; empty: it has nothing yet.</param>
/// <param name="Revision">The last revision it has.</param>
public sealed record FeedPosition(string Epoch, ulong Revision)
{
    public static readonly FeedPosition None = new("", 0);
}
