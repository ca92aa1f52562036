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
        var command = new Command("load", "Create the generated links in a running installation, health off.") { count, server, key };
        command.SetAction((arguments, cancellationToken) => LoadAsync(
            arguments.GetRequiredValue(server), arguments.GetRequiredValue(key), arguments.GetValue(count), cancellationToken));
        return command;
    }

    private static async Task LoadAsync(Uri server, FileInfo key, int count, CancellationToken cancellationToken)
    {
        using var api = new Api(server, (await File.ReadAllTextAsync(key.FullName, cancellationToken)).Trim());
        var started = Stopwatch.GetTimestamp();
        await api.CreateAsync(Enumerable.Range(0, count).Select(Link), cancellationToken);
        Console.WriteLine($"Created {count} links in {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s.");
    }

    private static object Link(int number) => new
    {
        slug = GeneratedLinks.Slug(number),
        destinations = new[] { new { url = GeneratedLinks.Url(number) } },
        health = new { enabled = false },
    };
}
