using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Tautan.Platform.Feeds;

/// <summary>How the files of a copy are opened and put in place.</summary>
internal class FeedDisk
{
    private const FileShare Shared = FileShare.ReadWrite | FileShare.Delete;

    public static bool IsFailure(Exception exception) => exception is IOException or UnauthorizedAccessException;

    public virtual FileStream Read(string path) => new(path, FileMode.Open, FileAccess.Read, Shared, bufferSize: 0);

    /// <summary>Opens or makes a file that is written a batch at a time: without a buffer, which would be written again when it is closed.</summary>
    public virtual FileStream Write(string path) => new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, Shared, bufferSize: 0);

    /// <summary>Puts a file that is on the platter in the place of another one, for good.</summary>
    public virtual void Replace(string path, string with)
    {
        File.Move(with, path, overwrite: true);
        FlushDirectory(Path.GetDirectoryName(path)!);
    }

    /// <summary>Brings the names in a directory to the platter: a file that was made or renamed is found after a power cut only then.</summary>
    public virtual void FlushDirectory(string path)
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var directory = new SafeFileHandle(Open(Encoding.UTF8.GetBytes(path + '\0'), ReadOnly | CloseOnExec), ownsHandle: true);
        if (directory.IsInvalid)
            throw new IOException($"{path} cannot be opened: {Marshal.GetLastPInvokeErrorMessage()}");
        RandomAccess.FlushToDisk(directory);
    }

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

    private const int ReadOnly = 0;
    private const int CloseOnExec = 0x80000;

    // FileStream opens no directory.
    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);
}
