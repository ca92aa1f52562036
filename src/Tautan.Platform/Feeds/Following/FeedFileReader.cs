using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using Tautan.Contracts.Feeds;

namespace Tautan.Platform.Feeds;

/// <summary>
/// Reads a <see cref="FeedFile"/> from its beginning, a block at a time; what entries point to is good until the next block. It ends at the end
/// or at the first record that is not whole.
/// </summary>
/// <param name="source">What is read.</param>
/// <param name="passDamaged">A record whose bytes were changed is passed over, and not the end.</param>
internal sealed class FeedFileReader(IFeedBytes source, bool passDamaged = false)
{
    private const int BlockSize = 256 * 1024;

    private byte[] _block = new byte[BlockSize];
    private long _blockAt;
    private int _length;
    private int _at;
    private int _payloadAt;

    /// <summary>Where the last record that was read ends; no whole one follows once all is read.</summary>
    public long Position => _blockAt + _at;

    public FeedRecordKind Kind { get; private set; }

    /// <summary>How many entries were read, the current one included.</summary>
    public uint Entries { get; private set; }

    /// <summary>The current record, an entry.</summary>
    public FeedEntry Entry => new(
        FeedKey.Read(Payload.Slice(FeedFile.KeyAt, FeedKey.Size)),
        BinaryPrimitives.ReadUInt64LittleEndian(Payload[1..]),
        Payload[9] == 1,
        _block.AsMemory(_payloadAt + FeedFile.ValueAt, _at - _payloadAt - FeedFile.ValueAt));

    /// <summary>The hash of the current record, an entry.</summary>
    public Bits128 Hash => FeedHash.Of(Payload[FeedFile.KeyAt..]);

    /// <summary>Of the current record, a header.</summary>
    public Guid Generation => new(Payload.Slice(2, 16), bigEndian: true);

    /// <summary>Of the current record, a header.</summary>
    public string Epoch => Encoding.ASCII.GetString(Payload[FeedFile.EpochAt..]);

    /// <summary>Of the current record, a commit.</summary>
    public ulong Revision => BinaryPrimitives.ReadUInt64LittleEndian(Payload[1..]);

    private ReadOnlySpan<byte> Payload => _block.AsSpan(_payloadAt, _at - _payloadAt);

    /// <summary>The current record, a snapshot that is held back.</summary>
    public HeldSnapshot Held(string epoch) => new(
        epoch,
        BinaryPrimitives.ReadUInt64LittleEndian(Payload[1..]),
        BinaryPrimitives.ReadInt64LittleEndian(Payload[9..]),
        BinaryPrimitives.ReadInt64LittleEndian(Payload[17..]));

    /// <summary>Fetches the next block.</summary>
    /// <returns>False: there is nothing more.</returns>
    /// <exception cref="IOException">The disk failed.</exception>
    public bool ReadBlock()
    {
        var left = _length - _at;
        if (left >= FeedFile.FrameSize && NextLength() is var next && next > _block.Length)
            Array.Resize(ref _block, next);
        _block.AsSpan(_at, left).CopyTo(_block);
        _blockAt += _at;
        _at = 0;
        _length = left;
        while (_length < _block.Length && source.Read(_blockAt + _length, _block.AsSpan(_length)) is > 0 and var read)
            _length += read;
        return _length > left;
    }

    /// <summary>Goes to the next record in the block.</summary>
    /// <returns>False: no other one is in it that is whole.</returns>
    public bool MoveNext()
    {
        while (_length - _at >= FeedFile.FrameSize && NextLength() is > 0 and var length && length <= _length - _at)
        {
            _payloadAt = _at + FeedFile.FrameSize;
            var payload = _block.AsSpan(_payloadAt, length - FeedFile.FrameSize);
            var isWhole = Crc32.HashToUInt32(payload) == BinaryPrimitives.ReadUInt32LittleEndian(_block.AsSpan(_at + 4)) && IsKnown(payload);
            if (!isWhole && !passDamaged)
                return false;
            _at += length;
            Kind = isWhole ? (FeedRecordKind)payload[0] : default;
            if (Kind == FeedRecordKind.Entry || (!isWhole && payload.Length >= FeedFile.ValueAt))
                Entries++;
            if (isWhole)
                return true;
        }

        return false;
    }

    private static bool IsKnown(ReadOnlySpan<byte> payload) => (FeedRecordKind)payload[0] switch
    {
        FeedRecordKind.Header => payload.Length >= FeedFile.EpochAt && payload[1] == FeedFile.Format,
        FeedRecordKind.Entry => payload.Length >= FeedFile.ValueAt,
        FeedRecordKind.Commit => payload.Length == FeedFile.CommitSize,
        FeedRecordKind.Held => payload.Length == FeedFile.HeldSize,
        _ => false,
    };

    // With its frame; 0 where it cannot be the length of a record.
    private int NextLength() => BinaryPrimitives.ReadInt32LittleEndian(_block.AsSpan(_at)) is > 0 and <= FeedFile.MostBytes and var length ? FeedFile.FrameSize + length : 0;
}
