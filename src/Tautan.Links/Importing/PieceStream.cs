namespace Tautan.Links.Importing;

/// <summary>A stream over pieces that are fetched one after another.</summary>
/// <param name="read">Fetches the piece that begins at an offset; null: there is no more.</param>
internal sealed class PieceStream(Func<long, byte[]?> read) : Stream
{
    private byte[] _piece = [];
    private int _place;
    private long _offset;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _offset - _piece.Length + _place;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_place == _piece.Length)
        {
            if (read(_offset) is not { Length: > 0 } next)
                return 0;
            (_piece, _place) = (next, 0);
            _offset += next.Length;
        }

        var count = Math.Min(buffer.Length, _piece.Length - _place);
        _piece.AsSpan(_place, count).CopyTo(buffer);
        _place += count;
        return count;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromResult(Read(buffer, offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
