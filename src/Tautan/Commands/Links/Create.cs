using System.CommandLine;
using System.Text.Json;
using Tautan.Commands.Client;
using Tautan.Commands.Output;

namespace Tautan.Commands.Links;

/// <summary><c>tautan links create URL…</c>: in a pipe it prints the short URL alone.</summary>
internal sealed class Create
{
    private readonly CreateOptions _options = new();

    public Command Build(Surroundings surroundings, ClientOptions options)
    {
        var command = new Command("create", "Create a link; where the first URL is down, it goes to the next");
        _options.AddTo(command);
        command.Do(surroundings, options, RunAsync);
        return command;
    }

    private async Task<int> RunAsync(Session session, CancellationToken cancellation)
    {
        var body = _options.Body(session.Parsed, session.Surroundings.Time.LocalTimeZone);
        using var api = session.Connect();
        var link = await api.PostAsync(ApiPaths.Links, body, cancellation);
        if (session.Printer.IsJson)
            session.Printer.WriteJson(link.WriteTo);
        else if (session.Printer.IsTable)
            Print(session.Printer, link);
        else
            session.Printer.WriteLine(LinkReading.ShortUrl(link));
        return ExitCodes.Ok;
    }

    private static void Print(Printer printer, JsonElement link)
    {
        printer.WriteLine(LinkReading.ShortUrl(link));
        foreach (var destination in link.List("destinations"))
            printer.WriteLine($"  → {destination.Text("url")}");
    }
}
