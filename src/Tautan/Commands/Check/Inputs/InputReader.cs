using Tautan.Commands.Check.Addresses;
using Tautan.Commands.Check.Documents;

namespace Tautan.Commands.Check.Inputs;

/// <summary>Reads what the user gave: the documents in it, and the URLs that were given themselves.</summary>
internal sealed class InputReader
{
    private readonly CheckSettings _settings;
    private readonly Stream _input;
    private readonly Action<string> _remark;
    private readonly Missed _missed;
    private readonly InputFiles _files;
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    public InputReader(CheckSettings settings, Stream input, Missed missed, Action<string> remark)
    {
        (_settings, _input, _missed, _remark) = (settings, input, missed, remark);
        _files = new InputFiles(settings, missed);
    }

    /// <summary>The URLs that were given as such.</summary>
    public List<string> Urls { get; } = [];

    /// <exception cref="CommandFailure">Something that was named is not there or cannot be read.</exception>
    public IEnumerable<InputDocument> Read(CancellationToken cancellationToken)
    {
        foreach (var given in _settings.Inputs.Count == 0 ? ["."] : _settings.Inputs)
        {
            if (IsUrl(given))
            {
                Urls.Add(given);
            }
            else if (given == "-")
            {
                yield return new InputDocument(new DocumentPlace("-", null, null), Read("-", DocumentKind.Text, _input, isPacked: false));
            }
            else
            {
                var (paths, isNamed) = _files.Find(given);
                foreach (var file in paths.Where(_read.Add))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (ReadFile(file, isNamed) is { } document) yield return document;
                }
            }
        }
    }

    private static bool IsUrl(string text) =>
        text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    // One that was found in a directory does not stop the others.
    private InputDocument? ReadFile(string path, bool isNamed)
    {
        var name = Path.GetRelativePath(_settings.WorkingDirectory, path);
        try
        {
            // What is empty has no links. A pipe has no length either, and nobody may ever write to it.
            if (!isNamed && new FileInfo(path) is { Exists: true, Length: 0 }) return null;
            using var file = File.OpenRead(path);
            return new InputDocument(
                new DocumentPlace(name, path, null),
                Read(name, DocumentReader.KindOf(path) ?? DocumentKind.Text, file, path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or InvalidDataException)
        {
            if (isNamed) throw new CommandFailure(ExitCodes.Usage, $"'{name}' cannot be read: {e.Message}");
            _missed.Add(name, e.Message);
            return null;
        }
    }

    private Document Read(string name, DocumentKind kind, Stream stream, bool isPacked)
    {
        if (DocumentText.Read(stream, isPacked) is { } text) return DocumentReader.Read(DocumentReader.KindOf(name, kind, text), text, _settings.IncludeCode);
        _remark($"'{name}' is no text, and is left out");
        return Document.Empty;
    }
}
