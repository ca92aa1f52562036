namespace Tautan.Platform.Urls;

/// <summary>
/// Schemes by which apps are opened on a visitor's device (<c>myapp://product/1</c>), beside http and https. Those by which a browser runs
/// code, reads files or shows something as another's are none, whoever allows them.
/// </summary>
public sealed class AppSchemes
{
    private const int Longest = 40;

    private static readonly HashSet<string> Never = new(StringComparer.OrdinalIgnoreCase)
    {
        "http", "https", "javascript", "data", "vbscript", "file", "filesystem", "blob", "about", "view-source", "ws", "wss", "ftp", "jar",
        "chrome", "chrome-extension", "moz-extension", "resource", "livescript", "mocha",
    };

    private readonly IReadOnlyList<string>? _schemes;

    private AppSchemes(IReadOnlyList<string>? schemes) => _schemes = schemes;

    /// <summary>http and https alone.</summary>
    public static AppSchemes None { get; } = new([]);

    /// <summary>All that can be any: for whoever is told what is allowed by somebody else.</summary>
    public static AppSchemes Any { get; } = new(null);

    /// <summary>How a URL may begin, as the end of a sentence.</summary>
    public string Expected
    {
        get
        {
            string[] all = ["http", "https", .. _schemes ?? []];
            return $"{string.Join(", ", all[..^1].Select(scheme => scheme + "://"))} or {all[^1]}://";
        }
    }

    /// <summary>These.</summary>
    /// <param name="schemes">Without <c>://</c>; RFC 3986 §3.1.</param>
    /// <param name="wrong">The first one that cannot be any; null where all can.</param>
    public static AppSchemes Of(IEnumerable<string> schemes, out string? wrong)
    {
        var all = schemes.Select(scheme => scheme.ToLowerInvariant()).Distinct().ToList();
        wrong = all.Find(scheme => !IsScheme(scheme) || Never.Contains(scheme));
        return new AppSchemes(all);
    }

    /// <summary>The scheme of a URL, in lower case, where it is one of these and has two slashes behind it.</summary>
    internal bool TryFind(string url, out string scheme)
    {
        scheme = "";
        var end = url.AsSpan(0, Math.Min(url.Length, Longest + 3)).IndexOf("://");
        if (end <= 0 || !IsScheme(url[..end]))
            return false;
        scheme = url[..end].ToLowerInvariant();
        return _schemes?.Contains(scheme) ?? !Never.Contains(scheme);
    }

    private static bool IsScheme(string text) =>
        text.Length is > 0 and <= Longest && char.IsAsciiLetter(text[0]) && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '+' or '-' or '.');
}
