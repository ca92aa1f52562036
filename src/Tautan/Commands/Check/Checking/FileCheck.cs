using Tautan.Commands.Check.Documents;

namespace Tautan.Commands.Check.Checking;

/// <summary>Checks that files and their anchors are there.</summary>
internal static class FileCheck
{
    // What web servers show for a directory, and code hosts.
    private static readonly string[] Indexes = ["index.html", "index.htm", "README.md", "readme.md", "index.md"];

    /// <param name="path">Absolute.</param>
    /// <param name="items">All that link to it.</param>
    /// <param name="known">The anchors of files that were read already, by absolute path.</param>
    public static void Check(string path, IReadOnlyList<CheckItem> items, IReadOnlyDictionary<string, IReadOnlySet<string>?> known)
    {
        var (file, missing) = Find(path);
        IReadOnlySet<string>? anchors = null;
        CheckOutcome? unreadable = null;
        if (file is not null && !known.TryGetValue(file, out anchors) && items.Any(item => Fragments.IsChecked(item.Fragment))) (anchors, unreadable) = AnchorsOf(file);
        foreach (var item in items)
        {
            if (missing is not null) item.Outcome = missing;
            else if (!Fragments.IsChecked(item.Fragment)) item.Outcome = CheckOutcome.Up();
            else if (unreadable is not null) item.Outcome = unreadable;
            else item.Outcome = anchors is null || Fragments.IsIn(item.Fragment, anchors)
                ? CheckOutcome.Up()
                : CheckOutcome.Down(CheckReasons.FragmentMissing, $"It has no anchor '{item.Fragment}'.");
        }
    }

    private static (string? File, CheckOutcome? Missing) Find(string path)
    {
        if (File.Exists(path)) return (path, null);
        if (Directory.Exists(path)) return (Array.Find(Array.ConvertAll(Indexes, index => Path.Combine(path, index)), File.Exists), null);

        // Sites are linked to without the ends of their files' names.
        return !Path.HasExtension(path) && File.Exists(path + ".html")
            ? (path + ".html", null)
            : (null, CheckOutcome.Down(CheckReasons.FileMissing, "There is no such file or directory."));
    }

    private static (IReadOnlySet<string>? Anchors, CheckOutcome? Unreadable) AnchorsOf(string file)
    {
        if (DocumentReader.KindOf(file) is not { } kind || kind is not (DocumentKind.Markdown or DocumentKind.Html)) return (null, null);
        try
        {
            // A pipe has no length either, and nobody may ever write to it.
            if (new FileInfo(file).Length == 0) return (new HashSet<string>(), null);
            using var stream = File.OpenRead(file);
            return (DocumentText.Read(stream, isPacked: false) is { } text ? DocumentReader.Read(kind, text).Anchors : null, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or FormatException)
        {
            return (null, CheckOutcome.Down(CheckReasons.FileUnreadable, e.Message));
        }
    }
}
