using System.Text;

namespace Tautan.Commands.Links.Editing;

/// <summary>A file that its user edits. It outlives this program where it holds what was not sent.</summary>
internal sealed class Draft : IDisposable
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tautan-");
    private string _written = "";
    private DateTime _writtenAt;

    // The ending tells editors that comments are meant.
    public string Path => System.IO.Path.Combine(_folder.FullName, "link.jsonc");

    /// <summary>Whether it is left behind.</summary>
    public bool Keep { get; set; }

    /// <exception cref="CommandFailure">It cannot be read.</exception>
    public string Text
    {
        get
        {
            try
            {
                return File.ReadAllText(Path, Strict);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or DecoderFallbackException)
            {
                throw new CommandFailure(ExitCodes.Failed, $"what was edited cannot be read: {failure.Message}");
            }
        }
    }

    /// <summary>Whether it says something else than what was written into it.</summary>
    public bool IsChanged
    {
        get
        {
            try
            {
                return File.Exists(Path) && LinkDocument.WithoutRemarks(Text) != LinkDocument.WithoutRemarks(_written);
            }
            catch (CommandFailure)
            {
                return true;
            }
        }
    }

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
