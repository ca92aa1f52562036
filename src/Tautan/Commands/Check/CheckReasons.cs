namespace Tautan.Commands.Check;

/// <summary>Why something is broken, beside the reasons of probes. Stable: users write rules on them.</summary>
internal static class CheckReasons
{
    /// <summary>A link to a file or directory that is not there.</summary>
    public const string FileMissing = "file_missing";

    /// <summary>A page or document without the anchor that the fragment names.</summary>
    public const string FragmentMissing = "fragment_missing";

    /// <summary>No URL that can be asked for.</summary>
    public const string InvalidUrl = "invalid_url";

    /// <summary>A file that may not be read.</summary>
    public const string FileUnreadable = "file_unreadable";

    /// <summary>A note: the page goes on after what is looked at, and the anchor was not in that.</summary>
    public const string FragmentNotSeen = "fragment_not_seen";
}
