using System.Text;
using Microsoft.Extensions.Primitives;
using Tautan.Platform.Urls;
using Tautan.Platform.Web;

namespace Tautan.Links.Listing;

/// <summary>Values of a query string; an empty one is as good as none.</summary>
internal static class CriteriaReading
{
    // PostgreSQL has no NUL in a text; no link has one either.
    public static string? Text(StringValues given) =>
        given.ToString() is { Length: > 0 } text ? text.Replace("\0", "\uFFFD", StringComparison.Ordinal) : null;

    public static IReadOnlyList<string> Texts(StringValues given) => [.. given.Select(value => Text(value)).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>In the form in which it is stored, where it can be.</summary>
    public static string Composed(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            return text;
        }
    }

    /// <summary>A host in the form in which it is stored: in either form of an international name.</summary>
    public static string HostOf(string text) =>
        DestinationUrl.TryParse($"http://{text}", out var url, out _) && url.Port == 80 ? url.Host.TrimEnd('.') : text.ToLowerInvariant().TrimEnd('.');

    public static bool? BoolOf(StringValues given, string name, Dictionary<string, string[]> errors, string expected = "true or false")
    {
        switch (given.ToString())
        {
            case "": return null;
            case "true": return true;
            case "false": return false;
            default:
                errors[name] = [$"must be {expected}"];
                return null;
        }
    }

    public static T? OneOf<T>(StringValues given, string name, Dictionary<string, string[]> errors, params ReadOnlySpan<(string Word, T Value)> words)
        where T : struct
    {
        if (given.ToString() is not { Length: > 0 } text)
            return null;
        var expected = new List<string>();
        foreach (var (word, value) in words)
        {
            if (word == text)
                return value;
            expected.Add(word);
        }

        errors[name] = [$"must be {string.Join(", ", expected[..^1])} or {expected[^1]}"];
        return null;
    }

    public static DateTimeOffset? InstantOf(StringValues given, string name, Dictionary<string, string[]> errors)
    {
        if (given.ToString() is not { Length: > 0 } text)
            return null;
        // A plus sign that was not encoded arrives as a space.
        if (Rfc3339Converter.TryParse(text.Replace(' ', '+'), out var instant) && instant.Year >= 1970)
            return instant;
        errors[name] = ["must be a date and time of RFC 3339, such as 2026-01-31T12:00:00Z"];
        return null;
    }
}
