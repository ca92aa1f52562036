using System.Text.RegularExpressions;

namespace Tautan.Commands.Check.Checking;

/// <summary>Whether a fragment names something.</summary>
internal static partial class Fragments
{
    /// <summary>Whether it can be said at all: the top of a page is always there (HTML, "scroll to the fragment"), a text directive is a wish, and a route is for a script.</summary>
    public static bool IsChecked(string fragment) =>
        fragment.Length > 0
        && !fragment.Equals("top", StringComparison.OrdinalIgnoreCase)
        && fragment[0] is not ('/' or '!' or ':')
        && !LinesOfCode().IsMatch(fragment);

    /// <summary>Whether one of the anchors is meant, in the order of the HTML standard: as written, then decoded.</summary>
    public static bool IsIn(string fragment, IReadOnlySet<string> anchors)
    {
        var directive = fragment.IndexOf(":~:", StringComparison.Ordinal);
        var name = directive < 0 ? fragment : fragment[..directive];
        return name.Length == 0 || anchors.Contains(name) || anchors.Contains(Uri.UnescapeDataString(name));
    }

    // What code hosts, and rustdoc, show files with: a script marks the lines.
    [GeneratedRegex(@"^(L\d+(C\d+)?|L?\d+(C\d+)?-L?\d+(C\d+)?)$", RegexOptions.CultureInvariant)]
    private static partial Regex LinesOfCode();
}
