namespace Tautan.Commands.Links.Editing;

/// <summary>A file that its user edits. It outlives this program where it holds what was not sent.</summary>
internal sealed class Draft : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tautan-");
    private string _written = "";
    private DateTime _writtenAt;

    // The ending tells editors that comments are meant.
    public string Path => System.IO.Path.Combine(_folder.FullName, "link.jsonc");

    /// <summary>Whether it is left behind.</summary>
    public bool Keep { get; set; }

    public string Text => File.ReadAllText(Path);

    /// <summary>Whether it says something else than what was written into it.</summary>
    public bool IsChanged => LinkDocument.WithoutRemarks(Text) != LinkDocument.WithoutRemarks(_written);

    /// <summary>Whether somebody saved it, be it as it was.</summary>
    public bool IsSaved => IsChanged || File.GetLastWriteTimeUtc(Path) != _writtenAt;

    public void Write(string text)
    {
        File.WriteAllText(Path, text);
        _written = text;
        _writtenAt = File.GetLastWriteTimeUtc(Path);
    }

    public void Dispose()
    {
        if (!Keep)
            _folder.Delete(recursive: true);
    }
}
