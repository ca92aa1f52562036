using Google.Protobuf.Collections;
using Tautan.Contracts.Links;

namespace Tautan.Health.Probing;

/// <summary>The headers that a link has its probes send. Two are equal where they say the same in the same order.</summary>
internal sealed record ProbeHeaders
{
    public static readonly ProbeHeaders None = new("");

    // A line each, as they are sent.
    private readonly string _lines;

    private ProbeHeaders(string lines) => _lines = lines;

    public bool IsEmpty => _lines.Length == 0;

    public static ProbeHeaders Of(RepeatedField<HeaderRecord> headers) =>
        headers.Count == 0 ? None : new ProbeHeaders(string.Join('\n', headers.Select(header => $"{header.Name}: {header.Value}")));

    /// <summary>Of names and values that are fit to be sent (RFC 9110 §5).</summary>
    public static ProbeHeaders Of(IEnumerable<KeyValuePair<string, string>> headers) =>
        string.Join('\n', headers.Select(header => $"{header.Key}: {header.Value}")) is { Length: > 0 } lines ? new ProbeHeaders(lines) : None;

    /// <summary>Puts them into a request, in place of what it would send of that name.</summary>
    public void AddTo(HttpRequestMessage message)
    {
        if (IsEmpty) return;
        foreach (var line in _lines.Split('\n'))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1) continue;
            message.Headers.Remove(line[..colon]);
            message.Headers.TryAddWithoutValidation(line[..colon], line[(colon + 1)..].Trim());
        }
    }

    /// <summary>For keys; it holds what may be secret.</summary>
    public string ToKey() => _lines;

    // What a log may print.
    public override string ToString() => IsEmpty ? "none" : "some";
}
