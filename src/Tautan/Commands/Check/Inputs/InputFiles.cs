using Tautan.Commands.Check.Documents;

namespace Tautan.Commands.Check.Inputs;

/// <summary>Finds the files that are meant by what the user gave.</summary>
internal sealed class InputFiles(string workingDirectory)
{
    private const int Deepest = 64;

    private static readonly HashSet<string> NotSearched = new(StringComparer.Ordinal) { "node_modules", "bower_components", "vendor", "__pycache__" };

    /// <summary>The files of an input, as absolute paths, in the order of their names.</summary>
    /// <exception cref="CommandFailure">It is not there, or may not be read.</exception>
    public IReadOnlyList<string> Find(string input)
    {
        var path = Path.GetFullPath(input, workingDirectory);
        if (File.Exists(path)) return [path];
        try
        {
            if (Directory.Exists(path)) return Sorted(Search(path, 0).Where(file => DocumentReader.KindOf(file) is not null));
            if (!FilePattern.IsPattern(input)) throw new CommandFailure(ExitCodes.Usage, $"there is no file or directory '{input}'");
            var (directory, matches) = FilePattern.Read(input);
            var root = Path.GetFullPath(directory, workingDirectory);
            var found = Directory.Exists(root) ? Sorted(Search(root, 0).Where(file => matches.IsMatch(Path.GetRelativePath(root, file)))) : [];
            return found.Count > 0 ? found : throw new CommandFailure(ExitCodes.Usage, $"no file is called '{input}'");
        }
        catch (UnauthorizedAccessException e)
        {
            throw new CommandFailure(ExitCodes.Usage, $"'{input}' cannot be searched: {e.Message}");
        }
    }

    // What is hidden, or was put there by a package manager, is not the user's own; and a link to a directory may lead in a circle.
    private static IEnumerable<string> Search(string directory, int depth)
    {
        foreach (var file in Directory.EnumerateFiles(directory))
        {
            if (!Path.GetFileName(file).StartsWith('.')) yield return file;
        }

        if (depth >= Deepest) yield break;
        foreach (var inner in new DirectoryInfo(directory).EnumerateDirectories())
        {
            if (inner.Name.StartsWith('.') || NotSearched.Contains(inner.Name) || inner.LinkTarget is not null) continue;
            foreach (var file in Search(inner.FullName, depth + 1)) yield return file;
        }
    }

    private static List<string> Sorted(IEnumerable<string> files) => [.. files.Order(StringComparer.Ordinal)];
}
