namespace Tautan.Gateway.Logging;

/// <summary>Where the access log goes. A file that was renamed, removed or cut is left and opened anew, as logrotate expects.</summary>
/// <param name="path">Null: standard output.</param>
internal sealed class AccessFile(string? path) : IDisposable
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
    private Stream? _stream;
    private long _length;

    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Write(ReadOnlySpan<byte> text)
    {
        if (path is not null && _stream is not null && !IsOurs())
            Dispose();
        _stream ??= Open();
        _stream.Write(text);
        _stream.Flush();
        _length += text.Length;
    }

    public void Dispose()
    {
        _stream?.Dispose();
        _stream = null;
    }

    // What lies there now is as long as what was written: it is the same file, or one in which nobody else's lines are lost.
    private bool IsOurs() => new FileInfo(path!) is { Exists: true } there && there.Length == _length;

    private Stream Open()
    {
        if (path is null)
            return Console.OpenStandardOutput();
        var stream = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.Append,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
            UnixCreateMode = Mode,
        });
        _length = stream.Length;
        return stream;
    }
}
