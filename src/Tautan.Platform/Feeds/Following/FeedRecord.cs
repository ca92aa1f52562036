namespace Tautan.Platform.Feeds;

internal enum FeedRecordKind : byte
{
    /// <summary>First in a file: format, generation, epoch.</summary>
    Header = 1,
    Entry = 2,

    /// <summary>What came before is whole up to this revision.</summary>
    Commit = 3,

    /// <summary>In a base file: what came before was held back as far as it removes.</summary>
    Held = 4,
}
