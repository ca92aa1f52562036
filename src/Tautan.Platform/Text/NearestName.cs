namespace Tautan.Platform.Text;

/// <summary>Which known name somebody may have meant.</summary>
public static class NearestName
{
    // What is longer was not mistyped, and would cost time.
    private const int Longest = 64;

    /// <summary>The known name with the least edits to it (Levenshtein), whatever its case; null where there is none.</summary>
    public static string? Of(string name, IEnumerable<string> known) => name.Length > Longest
        ? null
        : known.Distinct().OrderBy(candidate => Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant())).FirstOrDefault();

    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (one[i - 1] == other[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }
}
