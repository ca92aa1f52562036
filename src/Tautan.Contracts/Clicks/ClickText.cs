using System.Text.Unicode;

namespace Tautan.Contracts.Clicks;

/// <summary>A text of a <see cref="Click"/>: characters, or bytes that are UTF-8 already.</summary>
public readonly ref struct ClickText
{
    private readonly ReadOnlySpan<char> _characters;
    private readonly ReadOnlySpan<byte> _bytes;

    public ClickText(ReadOnlySpan<char> characters) => _characters = characters;

    /// <param name="utf8">UTF-8.</param>
    public ClickText(ReadOnlySpan<byte> utf8) => _bytes = utf8;

    public static implicit operator ClickText(string text) => new(text.AsSpan());

    public static implicit operator ClickText(ReadOnlySpan<char> text) => new(text);

    public static implicit operator ClickText(ReadOnlySpan<byte> utf8) => new(utf8);

    public static ClickText FromString(string text) => text;

    public static ClickText FromReadOnlySpan(ReadOnlySpan<char> text) => text;

    public static ClickText FromReadOnlySpan(ReadOnlySpan<byte> utf8) => utf8;

    /// <summary>Writes as much as fits, cut between characters.</summary>
    /// <returns>How many bytes that is.</returns>
    internal int Write(Span<byte> destination)
    {
        if (_bytes.IsEmpty)
        {
            Utf8.FromUtf16(_characters, destination, out _, out var written);
            return written;
        }

        var length = _bytes.Length;
        if (length > destination.Length)
        {
            length = destination.Length;
            // Not into the midst of a character: its other bytes begin with 10.
            while (length > 0 && (_bytes[length] & 0xC0) == 0x80)
                length--;
        }

        _bytes[..length].CopyTo(destination);
        return length;
    }
}
