using System.CommandLine;
using Tautan.Commands.Programs;

namespace Tautan.Commands.Links;

/// <summary><c>tautan links copy LINK</c>: the short URL into the clipboard.</summary>
internal sealed class CopyLink
{
    private readonly Argument<string> _link = LinkArgument.One();

    public Command Build(Surroundings surroundings, ClientOptions options)
    {
        var command = new Command("copy", "Copy a short URL into the clipboard") { _link };
        command.Do(surroundings, options, RunAsync);
        return command;
    }

    private async Task<int> RunAsync(Session session, CancellationToken cancellation)
    {
        using var api = session.Connect();
        var link = await LinkReference.ResolveAsync(api, session.Parsed.GetRequiredValue(_link), cancellation);
        var url = LinkReading.ShortUrl(link);
        await new Clipboard(session.Surroundings).CopyAsync(url);
        if (session.Printer.IsJson)
            session.Printer.WriteJson(link.WriteTo);
        else
            session.Printer.WriteLine($"copied {url}");
        return ExitCodes.Ok;
    }
}
