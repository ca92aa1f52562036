using System.Runtime.InteropServices;

namespace Tautan.Gateway.Table;

/// <summary>
/// Memory that is read here and there all over, such as a million rows of which each visitor wants another: in pages of 2 MB, where the
/// system gives them to who asks (<c>transparent_hugepage</c>: <c>madvise</c>), so that the way to a row is not looked up page by page.
/// </summary>
internal static class LargePages
{
    private const int SmallestBytes = 64 * 1024;
    private const nint Page = 4096;
    private const int WantLargePages = 14; // MADV_HUGEPAGE

    /// <summary>An array; a large one stays where it is.</summary>
    /// <param name="length">In elements.</param>
    /// <param name="areZero">Whether its elements must be; else they may be anything, and no page is touched before it is needed.</param>
    public static T[] Allocate<T>(int length, bool areZero)
        where T : unmanaged
    {
        if (length * (long)Marshal.SizeOf<T>() < SmallestBytes)
            return new T[length];

        // Asked before the first touch, for that is when a page is given.
        var array = GC.AllocateUninitializedArray<T>(length, pinned: true);
        if (OperatingSystem.IsLinux())
            Ask(Marshal.UnsafeAddrOfPinnedArrayElement(array, 0), length * Marshal.SizeOf<T>());
        if (areZero)
            array.AsSpan().Clear();
        return array;
    }

    // A wish: where it is refused, nothing is lost.
    private static void Ask(nint start, nint length)
    {
        var first = (start + Page - 1) & -Page;
        var end = (start + length) & -Page;
        if (end > first)
            _ = Advise(first, end - first, WantLargePages);
    }

    [DllImport("libc", EntryPoint = "madvise"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Advise(nint address, nint length, int advice);
}
