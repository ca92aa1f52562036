using System.CommandLine;
using System.Text.Json;
using Tautan.Commands.Client;

namespace Tautan.Commands.Links;

/// <summary><c>tautan links qr LINK</c>: drawn in the terminal, or as a picture from the server.</summary>
internal sealed class QrCode
{
    private readonly Argument<string> _link = LinkArgument.One();
    private readonly Option<string?> _png = new("--png") { Description = "Write it to this file as PNG; - is standard output", HelpName = "FILE" };
    private readonly Option<string?> _svg = new("--svg") { Description = "Write it to this file as SVG; - is standard output", HelpName = "FILE" };
    private readonly Option<int?> _size = new("--size") { Description = "Pixels a side of a picture", HelpName = "PIXELS" };
    private readonly Option<int?> _margin = new("--margin") { Description = "Light modules around it [4; in the terminal 2]", HelpName = "N" };
    private readonly Option<string?> _level = new("--level") { Description = "How much of it may be lost: L, M, Q or H [M]", HelpName = "LEVEL" };
    private readonly Option<string?> _color = new("--color") { Description = "Of the dark modules of a picture [000000]", HelpName = "RRGGBB" };
    private readonly Option<string?> _background = new("--background") { Description = "Of the light ones [ffffff]", HelpName = "RRGGBB" };
    private readonly Option<bool> _invert = new("--invert") { Description = "Without colours: for a terminal of dark letters on a light ground" };

    public QrCode() => _level.CompletionSources.Add("L", "M", "Q", "H");

    public Command Build(Surroundings surroundings, ClientOptions options)
    {
        var command = new Command("qr", "Show a QR code in the terminal, or write it to a file") { _link, _png, _svg, _size, _margin, _level, _color, _background, _invert };
        command.Do(surroundings, options, RunAsync);
        return command;
    }

    private async Task<int> RunAsync(Session session, CancellationToken cancellation)
    {
        var (png, svg) = (session.Parsed.GetValue(_png), session.Parsed.GetValue(_svg));
        if (session.Printer.IsJson)
            throw new CommandFailure(ExitCodes.Usage, "a QR code has no JSON");
        foreach (var (name, isGiven) in new[] { ("--size", session.Parsed.GetValue(_size) is not null), ("--color", session.Parsed.GetValue(_color) is not null), ("--background", session.Parsed.GetValue(_background) is not null) })
        {
            if (isGiven && png is null && svg is null)
                throw new CommandFailure(ExitCodes.Usage, $"{name} is that of a picture: it goes with --png or --svg");
        }
        using var api = session.Connect();
        var link = await LinkReference.ResolveAsync(api, session.Parsed.GetRequiredValue(_link), cancellation);
        if (png is not null)
            await SaveAsync(session, api, link, png, "png", "image/png", cancellation);
        if (svg is not null)
            await SaveAsync(session, api, link, svg, "svg", "image/svg+xml", cancellation);
        if (png is null && svg is null)
            Draw(session, LinkReading.ShortUrl(link));
        return ExitCodes.Ok;
    }

    private void Draw(Session session, string url)
    {
        var surroundings = session.Surroundings;
        var plain = !surroundings.OutIsTerminal || surroundings.Variable("NO_COLOR") is { Length: > 0 } || surroundings.Variable("TERM") is "dumb";
        var drawing = new QrDrawing(url, session.Parsed.GetValue(_margin) ?? 2, session.Parsed.GetValue(_level) ?? "M");
        if (surroundings.OutIsTerminal && drawing.Width > surroundings.Width)
            throw new CommandFailure(ExitCodes.Failed, $"the terminal is too narrow: the code is {drawing.Width} columns wide; --png FILE or --svg FILE makes a picture");
        foreach (var line in plain ? drawing.Plain(session.Parsed.GetValue(_invert)) : drawing.Coloured())
            surroundings.Out.WriteLine(line);
        if (surroundings.OutIsTerminal)
            session.Printer.WriteLine(url);
    }

    private async Task SaveAsync(
        Session session, ApiClient api, JsonElement link, string file, string format, string mediaType, CancellationToken cancellation)
    {
        var query = new (string, string?)[]
        {
            ("format", format),
            ("size", session.Parsed.GetValue(_size) is { } size ? $"{size}" : null),
            ("margin", session.Parsed.GetValue(_margin) is { } margin ? $"{margin}" : null),
            ("level", session.Parsed.GetValue(_level)),
            ("color", session.Parsed.GetValue(_color)?.TrimStart('#')),
            ("background", session.Parsed.GetValue(_background)?.TrimStart('#')),
        };
        var picture = await api.DownloadAsync(ApiPaths.WithQuery($"{ApiPaths.Link(LinkReading.Id(link))}/qr", query), mediaType, cancellation);
        if (file == "-")
        {
            session.Surroundings.Out.Flush();
            await session.Surroundings.OutBytes.WriteAsync(picture, cancellation);
            await session.Surroundings.OutBytes.FlushAsync(cancellation);
            return;
        }
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(session.Surroundings.WorkingDirectory, file), picture, cancellation);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCodes.Failed, $"cannot write {file}: {failure.Message}");
        }
        session.Printer.WriteLine(file);
    }
}
