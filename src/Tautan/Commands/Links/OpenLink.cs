using System.CommandLine;
using Tautan.Commands.Programs;

namespace Tautan.Commands.Links;

/// <summary><c>tautan links open LINK</c>: in the browser.</summary>
internal sealed class OpenLink
{
    private static readonly string[] Openers = ["xdg-open", "wslview", "open"];

    private readonly Argument<string> _link = LinkArgument.One();
    private readonly Option<bool> _destination = new("--destination") { Description = "Not the short URL, which counts as a click, but where it leads now" };

    public Command Build(Surroundings surroundings, ClientOptions options)
    {
        var command = new Command("open", "Open a link in the browser") { _link, _destination };
        command.Do(surroundings, options, RunAsync);
        return command;
    }

    private async Task<int> RunAsync(Session session, CancellationToken cancellation)
    {
        using var api = session.Connect();
        var link = await LinkReference.ResolveAsync(api, session.Parsed.GetRequiredValue(_link), cancellation);
        var url = session.Parsed.GetValue(_destination) ? LinkReading.Serving(link) : LinkReading.ShortUrl(link);
        // A server's word: it must not make this machine open a file or start a program.
        if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed) || (parsed.Scheme != Uri.UriSchemeHttp && parsed.Scheme != Uri.UriSchemeHttps))
            throw new CommandFailure(ExitCodes.Failed, $"\"{url}\" is no http or https URL, and is not opened");

        await OpenAsync(session.Surroundings.Programs, parsed);
        if (session.Printer.IsJson)
            session.Printer.WriteJson(link.WriteTo);
        else
            session.Printer.WriteLine(url!);
        return ExitCodes.Ok;
    }

    private static async Task OpenAsync(IPrograms programs, Uri url)
    {
        var opener = Openers.FirstOrDefault(programs.Has)
            ?? throw new CommandFailure(ExitCodes.Failed, $"nothing here opens a browser (none of {string.Join(", ", Openers)}): {url.AbsoluteUri}");
        var code = await programs.RunAsync(opener, [url.AbsoluteUri], null);
        if (code != 0)
            throw new CommandFailure(ExitCodes.Failed, $"{opener} ended with {code}: {url.AbsoluteUri}");
    }
}
