using System.CommandLine;
using System.Diagnostics;

namespace Tautan.Bench;

/// <summary>Creates the generated links in a running installation, through its API.</summary>
internal static class LoadCommand
{
    public static Command Create()
    {
        var count = new Option<int>("--links") { DefaultValueFactory = _ => 100_000 };
        var server = new Option<Uri>("--server") { Required = true, CustomParser = parsed => new Uri(parsed.Tokens[0].Value) };
        var key = new Option<FileInfo>("--key-file") { Required = true, Description = "The administrator's API key." };
        var port = new Option<int?>("--watch-port") { Description = "They lead to 250 addresses of loopback at this port and are watched; else they are not." };
        var interval = new Option<int>("--interval") { DefaultValueFactory = _ => 60, Description = "Seconds between the probes of a link that is watched." };
        var command = new Command("load", "Create the generated links in a running installation.") { count, server, key, port, interval };
        command.SetAction((arguments, cancellationToken) => LoadAsync(
            arguments.GetRequiredValue(server),
            arguments.GetRequiredValue(key),
            Enumerable.Range(0, arguments.GetValue(count))
                .Select(number => arguments.GetValue(port) is { } watched ? Watched(number, watched, arguments.GetValue(interval)) : Link(number)),
            cancellationToken));
        return command;
    }

    private static async Task LoadAsync(Uri server, FileInfo key, IEnumerable<object> links, CancellationToken cancellationToken)
    {
        using var api = new Api(server, (await File.ReadAllTextAsync(key.FullName, cancellationToken)).Trim());
        var started = Stopwatch.GetTimestamp();
        var created = await api.CreateAsync(links, cancellationToken);
        Console.WriteLine($"Created {created.Count} links in {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s.");
    }

    private static object Link(int number) => new
    {
        slug = GeneratedLinks.Slug(number),
        destinations = new[] { new { url = GeneratedLinks.Url(number) } },
        health = new { enabled = false },
    };

    private static object Watched(int number, int port, int interval) => new
    {
        slug = GeneratedLinks.Slug(number),
        destinations = new[] { new { url = $"http://127.0.0.{(number % 250) + 1}:{port}/{number}" } },
        health = new { intervalSeconds = interval },
    };
}
