using System.IO.Compression;
using System.Text;

namespace Tautan.Commands.Check.Documents;

/// <summary>Reads the text of a file.</summary>
internal static class DocumentText
{
    /// <summary>In bytes, unpacked: what is longer was made by no person.</summary>
    public const int Longest = 256 * 1024 * 1024;

    private const int Looked = 8 * 1024;

    /// <summary>By byte order mark, else UTF-8, else Latin-1, which can be anything; gzip is unpacked. Null: it is no text.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is packed and damaged, or too long.</exception>
    public static string? Read(Stream stream, bool isPacked)
    {
        using var unpacked = isPacked ? new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true) : null;
        using var buffer = new MemoryStream(!isPacked && stream.CanSeek ? (int)Math.Min(stream.Length, Longest) : 0);
        var chunk = new byte[64 * 1024];
        int read;
        while ((read = (unpacked ?? stream).Read(chunk)) > 0)
        {
            if (buffer.Length + read > Longest) throw new InvalidDataException($"it is longer than {Longest / 1024 / 1024} MB");
            buffer.Write(chunk, 0, read);
        }

        return Decode(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    private static string? Decode(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xEF, 0xBB, 0xBF, .. var rest] => Encoding.UTF8.GetString(rest),
        [0xFE, 0xFF, .. var rest] => Encoding.BigEndianUnicode.GetString(rest),
        [0xFF, 0xFE, .. var rest] => Encoding.Unicode.GetString(rest),
        _ when bytes[..Math.Min(bytes.Length, Looked)].Contains((byte)0) => null,
        _ when System.Text.Unicode.Utf8.IsValid(bytes) => Encoding.UTF8.GetString(bytes),
        _ => Encoding.Latin1.GetString(bytes),
    };
}
