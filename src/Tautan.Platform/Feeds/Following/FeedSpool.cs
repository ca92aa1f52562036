namespace Tautan.Platform.Feeds;

/// <summary>Where a snapshot is gathered: a file and, from where the disk fails, memory.</summary>
internal sealed class FeedSpool : IFeedBytes, IDisposable
{
    private readonly bool _orMemory;
    private readonly FileStream? _file;
    private readonly List<byte[]> _memory = [];
    private readonly List<long> _ends = [];
    private long _inFile;

    /// <param name="disk">What opens the file.</param>
    /// <param name="path">Of the file; overwritten.</param>
    /// <param name="orMemory">Where the disk fails, memory takes the rest; else that is thrown.</param>
    /// <exception cref="IOException">The disk failed.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be made.</exception>
    public FeedSpool(FeedDisk disk, string path, bool orMemory)
    {
        _orMemory = orMemory;
        try
        {
            _file = disk.Write(path);
            _file.SetLength(0);
        }
        catch (Exception exception) when (orMemory && FeedDisk.IsFailure(exception))
        {
            Problem = exception;
        }
    }

    /// <summary>How the disk failed; null: all is in the file.</summary>
    public Exception? Problem { get; private set; }

    /// <exception cref="IOException">The disk failed.</exception>
    public void Append(MemoryStream bytes)
    {
        if (Problem is null && TryAppendToFile(bytes))
            return;
        _ends.Add((_ends.Count == 0 ? _inFile : _ends[^1]) + bytes.Length);
        _memory.Add(bytes.ToArray());
    }

    public int Read(long offset, Span<byte> into)
    {
        if (offset < _inFile)
            return RandomAccess.Read(_file!.SafeFileHandle, into[..(int)Math.Min(into.Length, _inFile - offset)], offset);
        var index = _ends.BinarySearch(offset + 1);
        index = index < 0 ? ~index : index;
        if (index == _ends.Count)
            return 0;
        var bytes = _memory[index].AsSpan((int)(offset - (_ends[index] - _memory[index].Length)));
        bytes = bytes[..Math.Min(bytes.Length, into.Length)];
        bytes.CopyTo(into);
        return bytes.Length;
    }

    /// <summary>Brings the file to the platter.</summary>
    /// <exception cref="IOException">The disk failed, now or before.</exception>
    public void FlushToDisk()
    {
        if (Problem is not null)
            throw new IOException(Problem.Message, Problem);
        _file!.Flush(flushToDisk: true);
    }

    public void Dispose() => _file?.Dispose();

    private bool TryAppendToFile(MemoryStream bytes)
    {
        try
        {
            FeedDisk.Append(_file!, bytes);
            _inFile += bytes.Length;
            return true;
        }
        catch (IOException exception) when (_orMemory)
        {
            Problem = exception;
            return false;
        }
    }
}
