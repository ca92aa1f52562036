namespace Tautan.Platform.Feeds;

/// <summary>How the files of a copy are opened.</summary>
internal class FeedDisk
{
    private const FileShare Shared = FileShare.ReadWrite | FileShare.Delete;

    public virtual FileStream Read(string path) => new(path, FileMode.Open, FileAccess.Read, Shared, bufferSize: 0);

    /// <summary>Opens or makes a file that is written a batch at a time: without a buffer, which would be written again when it is closed.</summary>
    public virtual FileStream Write(string path) => new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, Shared, bufferSize: 0);
}
