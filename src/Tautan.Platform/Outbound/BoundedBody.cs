using System.Buffers;

namespace Tautan.Platform.Outbound;

/// <summary>The first bytes of a body, after decompression. However much a server sends or packs, no more is kept.</summary>
public sealed class BoundedBody : IDisposable
{
    private byte[]? _buffer;
    private readonly int _length;

    private BoundedBody(byte[] buffer, int length, bool cut) => (_buffer, _length, IsCut) = (buffer, length, cut);

    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, _length);

    /// <summary>The body goes on.</summary>
    public bool IsCut { get; }

    /// <summary>Reads to the end or the limit.</summary>
    /// <param name="body">The body.</param>
    /// <param name="limit">In bytes, at least 1.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">The body ended early, or is not what it says.</exception>
    public static async Task<BoundedBody> ReadAsync(Stream body, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);

        // One byte more tells an end from a cut.
        var buffer = ArrayPool<byte>.Shared.Rent(limit + 1);
        try
        {
            var length = await body.ReadAtLeastAsync(buffer.AsMemory(0, limit + 1), limit + 1, throwOnEndOfStream: false, cancellationToken);
            return new BoundedBody(buffer, Math.Min(length, limit), length > limit);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    /// <summary>Gives the memory back; <see cref="Bytes"/> must not be used after it.</summary>
    public void Dispose()
    {
        // Twice returned, an array would be handed out twice.
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer) ArrayPool<byte>.Shared.Return(buffer);
    }
}
