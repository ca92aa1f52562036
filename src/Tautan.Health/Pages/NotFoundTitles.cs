using System.Text.RegularExpressions;

namespace Tautan.Health.Pages;

/// <summary>Titles of pages that say that there is no such page, whatever their status says.</summary>
internal static partial class NotFoundTitles
{
    public static bool Says(string? title) => title is not null && (Number().IsMatch(title) || Words().IsMatch(title));

    // "404", "Error 404 - Shop", "404 | Shop"; but not "Peugeot 404 for sale" nor "Room 404".
    [GeneratedRegex(@"^\W*(error|fehler|erreur|errore|http)?\W*404\W*($|[-–—|:·•!(]|error|not\b|page\b|seite\b)|\b(error|fehler|erreur|errore|http)\W{0,3}404\b|[-–—|:·•]\s*404\W*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    // What the languages of most of the web say; of a page, a site's item, or nothing named.
    [GeneratedRegex(
        @"\b(page|file|site|document|article|product|content|item|post|video|entry|url)s?\s+((was|is|could|can|has)\s*)?(not|n't|['’]t)\s+(be\s+)?(found|available)"
        + @"|^\W*not\s+found\b|\bnot\s+found\W*$|\b(page|product|item|content|video|article|url)\s+(\w+\s+){0,4}(does\s+not|doesn['’]t|no\s+longer)\s+exist"
        + @"|\b(page|product|item|content|video|article)\s+(\w+\s+){0,3}(no\s+longer|not)\s+available"
        + @"|\bnicht\s+(gefunden|mehr\s+verfügbar)|\bintrouvable\b|\bno\s+encontrad[ao]\b|\bp[áa]gina\s+(\w+\s+){0,4}(no|não)\s+existe\b|\bnon\s+trovat[ao]\b|\bnão\s+encontrad[ao]\b|\bniet\s+gevonden\b"
        + @"|\bhittades\s+inte\b|\bikke\s+(fundet|funnet)\b|\bnie\s+(znaleziono|istnieje)\b|\btidak\s+ditemukan\b|\bне\s+найден[ао]?\b|\bbulunamadı\b|\bnenalezen[ao]?\b"
        + @"|見つかりません|存在しません|找不到|不存在|未找到|찾을\s*수\s*없",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Words();
}
