using System.Buffers.Text;
using System.Globalization;
using System.Net;

namespace Tautan.Gateway.Logging;

/// <summary>Writes one line into a buffer: printable ASCII alone, so that nothing a visitor sends ends a line, a field or a terminal's patience.</summary>
internal ref struct AccessLine(Span<byte> buffer)
{
    /// <summary>The longest line; what does not fit is cut.</summary>
    public const int MaxLength = 16 * 1024;

    private const int LongestField = 2048;
    private readonly Span<byte> _buffer = buffer;
    private int _length;

    /// <summary>The combined format of Apache and nginx.</summary>
    /// <returns>The line's length in bytes.</returns>
    public static int Combined(in AccessEntry entry, Span<byte> buffer)
    {
        var line = new AccessLine(buffer);
        line.Address(entry.Address);
        line.Raw(" - - ["u8);
        line.Moment(entry.Time, "dd/MMM/yyyy:HH:mm:ss +0000");
        line.Raw("] \""u8);
        line.Escaped(entry.Method, isJson: false);
        line.Raw(" "u8);
        line.Escaped(entry.Target, isJson: false);
        line.Raw(" "u8);
        line.Escaped(entry.Protocol, isJson: false);
        line.Raw("\" "u8);
        line.Number(entry.Status);
        line.Raw(" "u8);
        if (entry.Length < 0)
            line.Raw("-"u8);
        else
            line.Number(entry.Length);
        line.Raw(" \""u8);
        line.Escaped(entry.Referer.IsEmpty ? "-"u8 : entry.Referer, isJson: false);
        line.Raw("\" \""u8);
        line.Escaped(entry.UserAgent.IsEmpty ? "-"u8 : entry.UserAgent, isJson: false);
        line.Raw("\"\n"u8);
        return line._length;
    }

    /// <summary>A JSON object (RFC 8259).</summary>
    /// <returns>The line's length in bytes.</returns>
    public static int Json(in AccessEntry entry, Span<byte> buffer)
    {
        var line = new AccessLine(buffer);
        line.Raw("{\"time\":\""u8);
        line.Moment(entry.Time, "yyyy-MM-ddTHH:mm:ss.fffZ");
        line.Raw("\",\"address\":\""u8);
        line.Address(entry.Address);
        line.Field("\",\"method\":\""u8, entry.Method);
        line.Field("\",\"host\":\""u8, entry.Host);
        line.Field("\",\"target\":\""u8, entry.Target);
        line.Field("\",\"protocol\":\""u8, entry.Protocol);
        line.Field("\",\"referer\":\""u8, entry.Referer);
        line.Field("\",\"userAgent\":\""u8, entry.UserAgent);
        line.Raw("\",\"status\":"u8);
        line.Number(entry.Status);
        line.Raw(",\"length\":"u8);
        if (entry.Length < 0)
            line.Raw("null"u8);
        else
            line.Number(entry.Length);
        line.Raw(",\"microseconds\":"u8);
        line.Number(entry.Microseconds);
        line.Raw("}\n"u8);
        return line._length;
    }

    private void Field(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Raw(name);
        Escaped(value, isJson: true);
    }

    private void Raw(ReadOnlySpan<byte> text)
    {
        text.CopyTo(_buffer[_length..]);
        _length += text.Length;
    }

    private void Number(long value)
    {
        Utf8Formatter.TryFormat(value, _buffer[_length..], out var written);
        _length += written;
    }

    private void Moment(long time, string format)
    {
        DateTimeOffset.FromUnixTimeMilliseconds(time).TryFormat(_buffer[_length..], out var written, format, CultureInfo.InvariantCulture);
        _length += written;
    }

    private void Address(IPAddress? address)
    {
        var written = 0;
        if (address is null || !address.TryFormat(_buffer[_length..], out written))
            Raw("-"u8);
        _length += written;
    }

    // As nginx has it: \xNN, in JSON \u00NN, for all that is not printable ASCII, a quote or a backslash. A field is cut where it would take the others' room.
    private void Escaped(ReadOnlySpan<byte> value, bool isJson)
    {
        var end = _length + LongestField;
        foreach (var b in value)
        {
            if (_length + 6 > end)
                return;
            if (b is >= 0x20 and < 0x7F and not ((byte)'"' or (byte)'\\'))
            {
                _buffer[_length++] = b;
                continue;
            }

            Raw(isJson ? "\\u00"u8 : "\\x"u8);
            _buffer[_length++] = (byte)"0123456789abcdef"[b >> 4];
            _buffer[_length++] = (byte)"0123456789abcdef"[b & 15];
        }
    }
}
