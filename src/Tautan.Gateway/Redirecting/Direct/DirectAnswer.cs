using System.Globalization;
using System.IO.Pipelines;
using System.Text;

namespace Tautan.Gateway.Redirecting.Direct;

/// <summary>Writes a redirect as bytes.</summary>
internal sealed class DirectAnswer
{
    private const int DateLength = 37;

    // By status: what goes before the date, without and with the policy of answers over TLS.
    private readonly Dictionary<int, (byte[] Plain, byte[] Secure)> _begins;
    private Date _date = new(long.MinValue, []);

    /// <param name="policy">The value of <c>Strict-Transport-Security</c> in answers over TLS; null: none.</param>
    public DirectAnswer(string? policy)
    {
        var secure = policy is null ? "" : $"Strict-Transport-Security: {policy}\r\n";
        _begins = new (int Status, string Reason)[] { (301, "Moved Permanently"), (302, "Found"), (307, "Temporary Redirect"), (308, "Permanent Redirect") }.ToDictionary(
            one => one.Status,
            one => (Begin(one.Status, one.Reason, ""), Begin(one.Status, one.Reason, secure)));
    }

    private static ReadOnlySpan<byte> End => "\r\n\r\n"u8;

    /// <param name="output">Not flushed.</param>
    /// <param name="outcome">A redirect.</param>
    /// <param name="now">Milliseconds since 1970.</param>
    /// <param name="isSecure">The connection is TLS.</param>
    public void Write(PipeWriter output, in Outcome outcome, long now, bool isSecure)
    {
        var (plain, secure) = _begins[outcome.Status];
        var begin = isSecure ? secure : plain;
        var bytes = output.GetSpan(begin.Length + DateLength + "Location: ".Length + LocationWriter.MaxLength(outcome.Location) + End.Length);
        begin.CopyTo(bytes);
        var at = begin.Length;
        var date = DateOf(now);
        date.CopyTo(bytes[at..]);
        at += date.Length;
        "Location: "u8.CopyTo(bytes[at..]);
        at += "Location: ".Length;
        at += LocationWriter.Write(outcome.Location, bytes[at..]);
        End.CopyTo(bytes[at..]);
        output.Advance(at + End.Length);
    }

    private static byte[] Begin(int status, string reason, string more) => Encoding.ASCII.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} {reason}\r\nContent-Length: 0\r\nCache-Control: {Answers.NotCached}\r\n{more}"));

    // Made once a second.
    private byte[] DateOf(long now)
    {
        var second = now / 1000;
        var date = Volatile.Read(ref _date);
        if (date.Second == second)
            return date.Line;
        var line = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"Date: {DateTimeOffset.FromUnixTimeSeconds(second):R}\r\n"));
        Volatile.Write(ref _date, new Date(second, line));
        return line;
    }

    private sealed record Date(long Second, byte[] Line);
}
