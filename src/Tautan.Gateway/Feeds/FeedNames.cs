namespace Tautan.Gateway.Feeds;

internal static class FeedNames
{
    public const string Links = "links";
    public const string Verdicts = "verdicts";

    public static readonly IReadOnlyList<string> All = [Links, Verdicts];
}
