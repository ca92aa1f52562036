namespace Tautan.Platform.Feeds;

/// <summary>Bytes that are read at any place.</summary>
internal interface IFeedBytes
{
    /// <returns>How many bytes were read; 0 at the end.</returns>
    /// <exception cref="IOException">The disk failed.</exception>
    int Read(long offset, Span<byte> into);
}
