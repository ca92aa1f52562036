using Tautan.Commands.Check.Documents;

namespace Tautan.Commands.Check.Inputs;

/// <summary>Finds the files that are meant by what the user gave.</summary>
/// <param name="settings">Say where paths begin, and whether what git ignores is searched.</param>
/// <param name="missed">Told of each directory that cannot be searched.</param>
internal sealed class InputFiles(CheckSettings settings, Missed missed)
{
    private const int Deepest = 64;

    private static readonly HashSet<string> NotSearched = new(StringComparer.Ordinal) { "node_modules", "bower_components", "vendor", "__pycache__" };

    /// <summary>The files of an input, as absolute paths, in the order of their names; and whether the user gave that very file.</summary>
    /// <exception cref="CommandFailure">It is not there.</exception>
    public (IReadOnlyList<string> Paths, bool IsNamed) Find(string input)
    {
        var path = Path.GetFullPath(input, settings.WorkingDirectory);
        if (File.Exists(path)) return ([path], true);
        if (Directory.Exists(path)) return (Sorted(Search(path).Where(file => DocumentReader.KindOf(file) is not null)), false);
        if (!FilePattern.IsPattern(input)) throw new CommandFailure(ExitCodes.Usage, $"there is no file or directory '{input}'");
        var (directory, matches) = FilePattern.Read(input);
        if (matches is null) throw new CommandFailure(ExitCodes.Usage, $"'{input}' is no file, and no pattern");
        var root = Path.GetFullPath(directory, settings.WorkingDirectory);
        var found = Directory.Exists(root) ? Sorted(Search(root).Where(file => matches.IsMatch(Path.GetRelativePath(root, file)))) : [];
        return found.Count > 0 ? (found, false) : throw new CommandFailure(ExitCodes.Usage, $"no file is called '{input}'");
    }

    private IEnumerable<string> Search(string directory)
    {
        var ignored = settings.NoIgnore ? IgnoreRules.None : IgnoreRules.At(directory);
        return Search(new DirectoryInfo(directory), ignored, 0);
    }

    // What is hidden, or was put there by a package manager, is not the user's own; and a link to a directory may lead in a circle.
    private IEnumerable<string> Search(DirectoryInfo directory, IgnoreRules ignored, int depth)
    {
        foreach (var entry in EntriesOf(directory))
        {
            if (entry.Name.StartsWith('.')) continue;
            if (entry is FileInfo)
            {
                if (!ignored.Ignores(entry.FullName, isDirectory: false)) yield return entry.FullName;
                continue;
            }

            if (NotSearched.Contains(entry.Name) || entry.LinkTarget is not null || depth >= Deepest || ignored.Ignores(entry.FullName, isDirectory: true)) continue;
            foreach (var file in Search((DirectoryInfo)entry, settings.NoIgnore ? ignored : ignored.In(entry.FullName), depth + 1)) yield return file;
        }
    }

    private FileSystemInfo[] EntriesOf(DirectoryInfo directory)
    {
        try
        {
            return directory.GetFileSystemInfos();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            missed.Add(Path.GetRelativePath(settings.WorkingDirectory, directory.FullName), e.Message);
            return [];
        }
    }

    private static List<string> Sorted(IEnumerable<string> files) => [.. files.Order(StringComparer.Ordinal)];
}
