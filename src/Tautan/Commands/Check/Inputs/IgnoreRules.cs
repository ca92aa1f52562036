using System.Text.RegularExpressions;

namespace Tautan.Commands.Check.Inputs;

/// <summary>
/// What git leaves out of a repository: the <c>.gitignore</c> of a directory and of those above it, and
/// <c>.git/info/exclude</c> (gitignore(5)). Outside of a repository nothing is left out. Immutable.
/// </summary>
internal sealed class IgnoreRules
{
    /// <summary>Leaves nothing out.</summary>
    public static readonly IgnoreRules None = new(null, "", [], isRepository: false);

    private readonly IgnoreRules? _outer;
    private readonly string _directory;
    private readonly List<Rule> _rules;
    private readonly bool _isRepository;

    private IgnoreRules(IgnoreRules? outer, string directory, List<Rule> rules, bool isRepository) =>
        (_outer, _directory, _rules, _isRepository) = (outer, directory, rules, isRepository);

    /// <summary>Those that hold in a directory, with those of the repository that it is in.</summary>
    /// <param name="directory">Absolute.</param>
    public static IgnoreRules At(string directory)
    {
        var above = new Stack<string>();
        for (var at = directory; at is not null; at = Path.GetDirectoryName(at))
        {
            above.Push(at);
            if (!IsRepository(at)) continue;
            var rules = None;
            foreach (var inner in above) rules = rules.In(inner);
            return rules;
        }

        return None;
    }

    /// <summary>Those that hold in a directory of this one.</summary>
    /// <param name="directory">Absolute.</param>
    public IgnoreRules In(string directory)
    {
        // A repository in another one begins anew.
        var begins = IsRepository(directory);
        if (!begins && !_isRepository) return this;
        var rules = Read(Path.Combine(directory, ".gitignore"));
        if (begins) rules.InsertRange(0, Read(Path.Combine(directory, ".git", "info", "exclude")));
        return new IgnoreRules(begins ? null : this, directory, rules, isRepository: true);
    }

    /// <summary>Whether something in that directory is left out. What is in a directory that is left out is not asked about.</summary>
    /// <param name="path">Absolute.</param>
    /// <param name="isDirectory">Whether it is one.</param>
    public bool Ignores(string path, bool isDirectory)
    {
        // The last rule that says something counts, and the nearest file.
        for (var rules = this; rules is not null; rules = rules._outer)
        {
            if (rules._rules.Count == 0) continue;
            var relative = Path.GetRelativePath(rules._directory, path);
            if (rules._rules.FindLast(rule => (isDirectory || !rule.IsOfDirectories) && rule.Matches.IsMatch(relative)) is { } last) return !last.IsException;
        }

        return false;
    }

    private static bool IsRepository(string directory) => Path.Exists(Path.Combine(directory, ".git"));

    private static List<Rule> Read(string file)
    {
        try
        {
            return File.Exists(file) ? [.. File.ReadLines(file).Select(RuleOf).OfType<Rule>()] : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Git reads on without it, too.
            return [];
        }
    }

    private static Rule? RuleOf(string line)
    {
        var text = line.EndsWith("\\ ", StringComparison.Ordinal) ? line : line.TrimEnd();
        if (text.Length == 0 || text[0] == '#') return null;
        var isException = text[0] == '!';
        if (isException) text = text[1..];
        var isOfDirectories = text.EndsWith('/');
        text = text.TrimEnd('/');
        if (text.Length == 0) return null;

        // With a slash in it, it is about one place; without, about a name in any directory.
        var pattern = text.Contains('/', StringComparison.Ordinal) ? text.TrimStart('/') : "**/" + text;
        return FilePattern.TryTranslate(pattern, FilePattern.Syntax.Git) is { } matches ? new Rule(matches, isException, isOfDirectories) : null;
    }

    private sealed record Rule(Regex Matches, bool IsException, bool IsOfDirectories);
}
