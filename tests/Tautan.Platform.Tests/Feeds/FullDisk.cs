using Tautan.Platform.Feeds;

namespace Tautan.Platform.Tests.Feeds;

/// <summary>A disk with so much room and no more: as a real one, it takes what still fits of a write before it fails.</summary>
internal sealed class FullDisk : FeedDisk
{
    public long Room { get; set; } = long.MaxValue;

    public override FileStream Write(string path) => new Limited(this, path);

    private sealed class Limited(FullDisk disk, string path)
        : FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0)
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            var fits = (int)Math.Min(buffer.Length, disk.Room);
            disk.Room -= fits;
            base.Write(buffer[..fits]);
            if (fits < buffer.Length)
                throw new IOException("No space left on device");
        }
    }
}
