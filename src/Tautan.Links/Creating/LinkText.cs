using System.Globalization;

namespace Tautan.Links.Creating;

/// <summary>Text that a caller gives for people or for probes to read.</summary>
internal static class LinkText
{
    /// <summary>Checks one; null where it is empty.</summary>
    public static string? Check(string? text, string field, int longest, Dictionary<string, string[]> errors)
    {
        if (text is not null && (Length(text) > longest || !IsText(text)))
            errors[field] = [$"must have at most {longest.ToString(CultureInfo.InvariantCulture)} characters of well-formed Unicode, and no control characters but tab and line ends"];
        return string.IsNullOrEmpty(text) ? null : text;
    }

    /// <summary>How many characters: Unicode scalar values, as JSON Schema and databases count them.</summary>
    public static int Length(string text) => text.Length - text.Count(char.IsLowSurrogate);

    /// <summary>Well-formed Unicode without NUL: PostgreSQL stores neither NUL nor half a surrogate pair, SQLite would; what one cannot have, none has.</summary>
    public static bool IsText(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0' || (char.IsControl(text[i]) && text[i] is not ('\n' or '\r' or '\t')))
                return false;
            if (char.IsSurrogate(text[i]) && !(char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[++i])))
                return false;
        }

        return true;
    }
}
