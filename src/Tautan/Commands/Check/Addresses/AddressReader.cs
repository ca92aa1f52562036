using System.Buffers;
using Tautan.Health.Probing;

namespace Tautan.Commands.Check.Addresses;

/// <summary>Says what a link means where it stands.</summary>
internal sealed class AddressReader(CheckSettings settings)
{
    private static readonly SearchValues<char> SchemeCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-.");

    // What generators fill in.
    private static readonly string[] Placeholders = ["{{", "{%", "${", "<%"];

    /// <summary>Null: it is empty, or names nothing.</summary>
    /// <param name="target">As written.</param>
    /// <param name="place">Of the document.</param>
    /// <param name="baseUrl">That the document names (<c>base</c>); null: none.</param>
    public Address? Read(string target, DocumentPlace place, string? baseUrl)
    {
        var text = target.Trim();
        if (text.Length == 0) return null;

        // No file and no URL has one in its name.
        if (text.Contains('\0', StringComparison.Ordinal) || text.Contains("%00", StringComparison.Ordinal) || baseUrl?.Contains("%00", StringComparison.Ordinal) == true) return new WrongAddress(text);

        // A link that begins with a brace is an expression of MDX.
        if (text[0] == '{' || Array.Exists(Placeholders, mark => text.Contains(mark, StringComparison.Ordinal))) return new OtherAddress(text);
        if (SchemeOf(text) is { } scheme)
        {
            return scheme.ToLowerInvariant() switch
            {
                "http" or "https" => HasWildHost(text) ? new OtherAddress(text) : Web(text, null),
                "file" => Uri.TryCreate(text, UriKind.Absolute, out var file) && file.IsFile ? File(file.LocalPath, FragmentOf(file.Fragment)) : new WrongAddress(text),
                _ => new OtherAddress(text),
            };
        }

        return Base(place, baseUrl) is { } from ? Web(text, from) : Relative(text, place, baseUrl);
    }

    /// <summary>What a URL means that the user gave, with its scheme.</summary>
    public static Address Given(string url) => Web(url.Trim(), null, isGiven: true);

    // "https://*.a.example", "http://%s:8080", "http://$HOST": words about URLs.
    private static bool HasWildHost(string text)
    {
        var host = text.AsSpan(text.IndexOf(':', StringComparison.Ordinal) + 1).TrimStart("/\\");
        var end = host.IndexOfAny("/\\?#");
        return (end < 0 ? host : host[..end]).ContainsAny("*$%");
    }

    private static string? SchemeOf(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 1 && char.IsAsciiLetter(text[0]) && !text.AsSpan(0, colon).ContainsAnyExcept(SchemeCharacters) ? text[..colon] : null;
    }

    // The document's own place, as it says itself, else as the user says.
    private Uri? Base(DocumentPlace place, string? baseUrl)
    {
        var own = place.Url ?? settings.BaseUrl;
        if (baseUrl is null) return own;
        if (own is not null) return Uri.TryCreate(own, baseUrl, out var combined) ? combined : own;
        return Uri.TryCreate(baseUrl, UriKind.Absolute, out var absolute) && absolute.Scheme is "http" or "https" ? absolute : null;
    }

    private static Address Web(string text, Uri? from, bool isGiven = false)
    {
        var isUrl = from is null ? Uri.TryCreate(text, UriKind.Absolute, out var url) : Uri.TryCreate(from, text, out url);
        if (!isUrl || !ProbeUrl.TryRead(url!, out var asked)) return new WrongAddress(text);
        if (!isGiven && IsReserved(asked.IdnHost)) return new OtherAddress(text);
        var fragment = url!.Fragment;
        return new WebAddress(fragment.Length > 1 ? asked.AbsoluteUri + fragment : asked.AbsoluteUri, asked, FragmentOf(fragment));
    }

    // Names that documents use because they are nobody's (RFC 2606 §2 and §3, RFC 6761).
    private static bool IsReserved(string host)
    {
        var name = host.TrimEnd('.').ToLowerInvariant();
        return name.EndsWith(".example", StringComparison.Ordinal) || name.EndsWith(".invalid", StringComparison.Ordinal)
            || Array.Exists(["example.com", "example.net", "example.org"], one => name == one || name.EndsWith("." + one, StringComparison.Ordinal));
    }

    private Address? Relative(string text, DocumentPlace place, string? baseUrl)
    {
        if (text.StartsWith("//", StringComparison.Ordinal)) return Web("https:" + text, null);
        var hash = text.IndexOf('#', StringComparison.Ordinal);
        var fragment = hash < 0 ? "" : FragmentOf(text[hash..]);
        var path = hash < 0 ? text : text[..hash];
        var query = path.IndexOf('?', StringComparison.Ordinal);
        if (query >= 0) path = path[..query];
        if (path.Length == 0) return place.Path is { } self && fragment.Length > 0 ? File(self, fragment) : null;
        if (place.Path is null && !path.StartsWith('/')) return new OtherAddress(text);

        var decoded = Uri.UnescapeDataString(path);
        if (decoded.Contains('\0', StringComparison.Ordinal)) return new WrongAddress(text);
        var directory = place.Path is null ? settings.WorkingDirectory : Path.GetDirectoryName(place.Path)!;
        if (baseUrl is not null) directory = Path.GetFullPath(Uri.UnescapeDataString(baseUrl).TrimStart('/'), baseUrl.StartsWith('/') ? settings.RootDirectory : directory);
        return decoded.StartsWith('/')
            ? File(Path.GetFullPath(decoded.TrimStart('/'), settings.RootDirectory), fragment)
            : File(Path.GetFullPath(decoded, directory), fragment);
    }

    private FileAddress File(string path, string fragment)
    {
        var shown = Path.GetRelativePath(settings.WorkingDirectory, path);
        return new FileAddress(fragment.Length == 0 ? shown : $"{shown}#{fragment}", path, fragment);
    }

    private static string FragmentOf(string withHash) => withHash.Length <= 1 ? "" : withHash[1..];
}
