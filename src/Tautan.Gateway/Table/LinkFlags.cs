namespace Tautan.Gateway.Table;

/// <summary>What a row says in two bytes: the two lowest bits are the redirect's status.</summary>
[Flags]
internal enum LinkFlags : ushort
{
    None = 0,
    StatusMask = 3,
    Enabled = 1 << 2,
    Archived = 1 << 3,
    ForwardQuery = 1 << 4,
    PathSuffixSet = 1 << 5,
    PathSuffix = 1 << 6,
    Starts = 1 << 7,
    Expires = 1 << 8,
    Fallback = 1 << 9,

    /// <summary>Health is off: whatever is said of its targets and origins, its first destination serves.</summary>
    Unwatched = 1 << 10,

    /// <summary>It has one destination, always and without a weight, as nearly all links do: its row does not say so again.</summary>
    Single = 1 << 11,
}
