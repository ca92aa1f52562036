namespace Tautan.Platform.Feeds;

/// <summary>The bytes of a file.</summary>
internal sealed class FeedFileBytes(FileStream file) : IFeedBytes
{
    public int Read(long offset, Span<byte> into) => RandomAccess.Read(file.SafeFileHandle, into, offset);
}
