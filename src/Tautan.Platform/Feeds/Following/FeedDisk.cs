namespace Tautan.Platform.Feeds;

/// <summary>How the files of a copy are opened.</summary>
internal class FeedDisk
{
    private const FileShare Shared = FileShare.ReadWrite | FileShare.Delete;

    public virtual FileStream Read(string path) => new(path, FileMode.Open, FileAccess.Read, Shared, bufferSize: 0);

    /// <summary>Opens or makes a file that is written a batch at a time: without a buffer, which would be written again when it is closed.</summary>
    public virtual FileStream Write(string path) => new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, Shared, bufferSize: 0);

    /// <exception cref="IOException">The disk is full, the file may not grow, or something else is wrong with the disk.</exception>
    public static void Append(FileStream file, MemoryStream bytes)
    {
        try
        {
            file.Write(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        }
        catch (ArgumentOutOfRangeException exception)
        {
            // How a file at the limit of its size (EFBIG) is told.
            throw new IOException(exception.Message, exception);
        }
    }
}
