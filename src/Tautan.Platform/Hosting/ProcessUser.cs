using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Tautan.Platform.Hosting;

/// <summary>Whom this process works for, and whose a file is: what the kernel says, not the environment. Linux.</summary>
public static class ProcessUser
{
    private const int CurrentDirectory = -100;
    private const int NoFollow = 0x100;
    private const uint BasicStats = 0x7ff;

    // struct statx is the same on every architecture; the owner stands at byte 20.
    private const int StatSize = 256;
    private const int OwnerAt = 20;

    /// <summary>The effective user id.</summary>
    public static uint Id => GetEffectiveUserId();

    /// <summary>What this process creates from now on, only its user can open, and so with its children.</summary>
    public static void KeepFilesToItself() => _ = SetMask(0b000_111_111);

    /// <summary>The user id of a path's owner; of a link itself, not of what it leads to.</summary>
    /// <exception cref="IOException">It is not there.</exception>
    public static uint OwnerOf(string path)
    {
        var stat = new byte[StatSize];
        return Stat(CurrentDirectory, Encoding.UTF8.GetBytes(path + '\0'), NoFollow, BasicStats, stat) == 0
            ? BinaryPrimitives.ReadUInt32LittleEndian(stat.AsSpan(OwnerAt))
            : throw new IOException($"{path} cannot be looked at: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
    }

    [DllImport("libc", EntryPoint = "geteuid")]
    private static extern uint GetEffectiveUserId();

    [DllImport("libc", EntryPoint = "umask")]
    private static extern uint SetMask(uint mask);

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static extern int Stat(int directory, byte[] path, int flags, uint mask, byte[] stat);
}
