namespace Tautan.Links;

/// <summary>The request headers of a link's probes as they are stored: a line each, <c>Name: value</c>.</summary>
internal static class LinkHeaders
{
    /// <summary>What is shown in place of each value: it may be a secret.</summary>
    public const string Mask = "***";

    /// <summary>In the order given.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(string? stored) =>
        string.IsNullOrEmpty(stored) ? [] : [.. stored.Split('\n').Select(line => line.Split(": ", 2)).Select(parts => KeyValuePair.Create(parts[0], parts[1]))];

    /// <summary>Names without colon and values without line ends; null where there is none.</summary>
    public static string? Write(IReadOnlyCollection<KeyValuePair<string, string>> headers) =>
        headers.Count == 0 ? null : string.Join('\n', headers.Select(header => $"{header.Key}: {header.Value}"));
}
