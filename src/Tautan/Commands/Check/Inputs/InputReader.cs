using Tautan.Commands.Check.Addresses;
using Tautan.Commands.Check.Checking;
using Tautan.Commands.Check.Documents;

namespace Tautan.Commands.Check.Inputs;

/// <summary>Reads what the user gave: the documents in it, and the URLs that were given themselves.</summary>
internal sealed class InputReader(CheckSettings settings, Stream input, Lazy<PageFetcher> pages, Action<string> remark)
{
    private readonly InputFiles _files = new(settings.WorkingDirectory);
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    /// <summary>The URLs that were given as such.</summary>
    public List<string> Urls { get; } = [];

    /// <exception cref="CommandFailure">Something is not there or cannot be read.</exception>
    public async IAsyncEnumerable<InputDocument> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var given in settings.Inputs.Count == 0 ? ["."] : settings.Inputs)
        {
            if (IsUrl(given))
            {
                Urls.Add(given);
                if (!settings.NoPages && !settings.Offline && await pages.Value.FetchAsync(given, cancellationToken) is { } page) yield return page;
            }
            else if (given == "-")
            {
                yield return new InputDocument(new DocumentPlace("-", null, null), Read("-", DocumentKind.Text, input, isPacked: false));
            }
            else
            {
                foreach (var file in _files.Find(given).Where(_read.Add)) yield return ReadFile(file);
            }
        }
    }

    private static bool IsUrl(string text) =>
        text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    private InputDocument ReadFile(string path)
    {
        var name = Path.GetRelativePath(settings.WorkingDirectory, path);
        try
        {
            using var file = File.OpenRead(path);
            return new InputDocument(
                new DocumentPlace(name, path, null),
                Read(name, DocumentReader.KindOf(path) ?? DocumentKind.Text, file, path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCodes.Usage, $"'{name}' cannot be read: {e.Message}");
        }
    }

    private Document Read(string name, DocumentKind kind, Stream stream, bool isPacked)
    {
        try
        {
            if (DocumentText.Read(stream, isPacked) is { } text) return DocumentReader.Read(kind, text);
            remark($"'{name}' is no text, and is left out");
            return Document.Empty;
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or ArgumentException)
        {
            throw new CommandFailure(ExitCodes.Usage, $"'{name}' cannot be read: {e.Message}");
        }
    }
}
