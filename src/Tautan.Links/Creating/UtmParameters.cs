using System.Globalization;
using System.Text;

namespace Tautan.Links.Creating;

/// <summary>The <c>utm_</c> parameters of a link, and the destination with them in it.</summary>
internal static class UtmParameters
{
    private const int Longest = 200;
    private const string Prefix = "utm_";

    private static readonly string[] Names = ["source", "medium", "campaign", "term", "content"];

    /// <summary>Checks them, and writes them as a query string in the usual order; null where there is none.</summary>
    public static string? Check(UtmRequest? utm, Dictionary<string, string[]> errors)
    {
        if (utm is null)
            return null;
        var written = new StringBuilder();
        foreach (var (name, value) in Names.Zip([utm.Source, utm.Medium, utm.Campaign, utm.Term, utm.Content]))
        {
            if (string.IsNullOrEmpty(value))
                continue;
            if (LinkText.Length(value) > Longest || !LinkText.IsText(value) || value.Any(char.IsControl))
                errors[$"utm.{name}"] = [string.Create(CultureInfo.InvariantCulture, $"must have at most {Longest} characters of well-formed Unicode, and no control characters")];
            else
                written.Append(written.Length == 0 ? "" : "&").Append(Prefix).Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }

        return written.Length == 0 ? null : written.ToString();
    }

    /// <summary>As they were given; null where there is none.</summary>
    public static UtmRequest? Read(string? written)
    {
        if (written is null)
            return null;
        var values = written.Split('&').Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0][Prefix.Length..], pair => Uri.UnescapeDataString(pair[1]));
        return new UtmRequest
        {
            Source = values.GetValueOrDefault("source"),
            Medium = values.GetValueOrDefault("medium"),
            Campaign = values.GetValueOrDefault("campaign"),
            Term = values.GetValueOrDefault("term"),
            Content = values.GetValueOrDefault("content"),
        };
    }

    /// <summary>The URL with these parameters in its query, in place of those of the same name and behind all others; the fragment stays last.</summary>
    /// <param name="url">A destination.</param>
    /// <param name="written">As <see cref="Check"/> writes them; null: the URL stays as it is.</param>
    public static string Compose(string url, string? written)
    {
        if (written is null)
            return url;
        var fragment = url.IndexOf('#', StringComparison.Ordinal) is var mark and >= 0 ? mark : url.Length;
        var question = url.AsSpan(0, fragment).IndexOf('?');
        var set = written.Split('&').Select(pair => pair[..pair.IndexOf('=', StringComparison.Ordinal)]).ToHashSet(StringComparer.Ordinal);
        var kept = question < 0 ? [] : url[(question + 1)..fragment].Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Where(pair => !set.Contains(pair.Split('=', 2)[0]));
        return $"{url[..(question < 0 ? fragment : question)]}?{string.Join('&', kept.Append(written))}{url[fragment..]}";
    }
}
