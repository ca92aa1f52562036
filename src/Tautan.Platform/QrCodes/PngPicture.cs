using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace Tautan.Platform.QrCodes;

/// <summary>Draws a symbol as PNG (RFC 2083), a bit a pixel: modules of whole pixels, and what is left over as more margin.</summary>
internal static class PngPicture
{
    private const byte Palette = 3;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n'];

    /// <param name="symbol">What to draw.</param>
    /// <param name="wanted">No fewer pixels a side than the symbol has modules.</param>
    public static byte[] Draw(QrSymbol symbol, QrCodeRequest wanted)
    {
        var size = wanted.Size;
        var picture = new MemoryStream();
        picture.Write(Signature);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, size);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], size);
        header[8] = 1;
        header[9] = Palette;
        WriteChunk(picture, "IHDR"u8, header);
        WriteChunk(picture, "PLTE"u8, [wanted.Color.Red, wanted.Color.Green, wanted.Color.Blue, wanted.Background.Red, wanted.Background.Green, wanted.Background.Blue]);
        WriteChunk(picture, "IDAT"u8, Pixels(symbol, size));
        WriteChunk(picture, "IEND"u8, []);
        return picture.ToArray();
    }

    // Each line begins with the number of its filter, 0.
    private static byte[] Pixels(QrSymbol symbol, int size)
    {
        var module = size / symbol.Width;
        var before = (size - (module * symbol.Width)) / 2;
        var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            Span<byte> line = stackalloc byte[1 + ((size + 7) / 8)];
            for (var y = 0; y < size; y++)
            {
                if (y < before || (y - before) % module == 0)
                    Paint(line[1..], symbol, y < before ? -1 : (y - before) / module, module, before);
                zlib.Write(line);
            }
        }

        return compressed.ToArray();
    }

    // 0 is the colour of the modules, 1 that behind them. Outside of the symbol all is that.
    private static void Paint(Span<byte> line, QrSymbol symbol, int row, int module, int before)
    {
        line.Fill(0xFF);
        for (var column = 0; column < symbol.Width; column++)
        {
            if (!symbol.IsDark(row, column))
                continue;
            for (var x = before + (column * module); x < before + ((column + 1) * module); x++)
                line[x / 8] &= (byte)~(0x80 >> (x % 8));
        }
    }

    private static void WriteChunk(MemoryStream picture, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        picture.Write(number);
        picture.Write(type);
        picture.Write(content);
        var checksum = new Crc32();
        checksum.Append(type);
        checksum.Append(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, checksum.GetCurrentHashAsUInt32());
        picture.Write(number);
    }
}
