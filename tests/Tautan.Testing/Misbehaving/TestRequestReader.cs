using System.Globalization;
using System.Text;

namespace Tautan.Testing.Misbehaving;

/// <summary>Reads the requests of well-mannered clients, one after the other.</summary>
internal sealed class TestRequestReader(Stream stream) : IDisposable
{
    private readonly MemoryStream _pending = new();

    /// <summary>The next request; null where the client has ended.</summary>
    public async Task<TestRequest?> ReadAsync(CancellationToken cancellationToken)
    {
        int end;
        while ((end = Pending.IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (!await FillAsync(cancellationToken)) return null;
        }

        var lines = Encoding.Latin1.GetString(Pending[..end]).Split("\r\n");
        var first = lines[0].Split(' ');
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.Skip(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0) headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        var length = headers.TryGetValue("Content-Length", out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : 0;
        while (Pending.Length < end + 4 + length)
        {
            if (!await FillAsync(cancellationToken)) return null;
        }

        var body = Encoding.UTF8.GetString(Pending.Slice(end + 4, length));
        var rest = Pending[(end + 4 + length)..].ToArray();
        _pending.SetLength(0);
        _pending.Write(rest);
        return new TestRequest(first[0], first[1], headers, body);
    }

    public void Dispose() => _pending.Dispose();

    private ReadOnlySpan<byte> Pending => _pending.GetBuffer().AsSpan(0, (int)_pending.Length);

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[4096];
        var read = await stream.ReadAsync(buffer, cancellationToken);
        _pending.Write(buffer, 0, read);
        return read > 0;
    }
}
