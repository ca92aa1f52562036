using System.CommandLine;
using System.Diagnostics;

namespace Tautan.Bench;

/// <summary>Creates links in a running installation, one a request or a thousand, by several clients at once.</summary>
internal static class CreateCommand
{
    public static Command Create()
    {
        var clients = new Option<int>("--clients") { DefaultValueFactory = _ => 64 };
        var atOnce = new Option<int>("--at-once") { DefaultValueFactory = _ => 1, Description = "Links a request; 1: not a bulk." };
        var links = new Option<int>("--links") { DefaultValueFactory = _ => 20_000, Description = "In all." };
        var server = new Option<Uri>("--server") { Required = true, CustomParser = parsed => new Uri(parsed.Tokens[0].Value) };
        var key = new Option<FileInfo>("--key-file") { Required = true, Description = "The administrator's API key." };
        var command = new Command("create", "Create links as several clients; say how many a second, and how long the slowest of a hundred took.") { clients, atOnce, links, server, key };
        command.SetAction((arguments, cancellationToken) => CreateAsync(
            arguments.GetRequiredValue(server), arguments.GetRequiredValue(key), arguments.GetValue(clients), arguments.GetValue(atOnce), arguments.GetValue(links), cancellationToken));
        return command;
    }

    private static async Task CreateAsync(Uri server, FileInfo key, int clients, int atOnce, int links, CancellationToken cancellationToken)
    {
        using var api = new Api(server, (await File.ReadAllTextAsync(key.FullName, cancellationToken)).Trim());
        var salt = Random.Shared.Next();
        var left = links / atOnce;
        var times = new List<double>[clients];
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(
            async () =>
            {
                times[client] = [];
                while (Interlocked.Decrement(ref left) is >= 0 and var number)
                {
                    var began = Stopwatch.GetTimestamp();
                    if (atOnce == 1)
                        await api.CreateOneAsync(Link(salt, number), cancellationToken);
                    else
                        await api.CreateAsync(Enumerable.Range(0, atOnce).Select(i => Link(salt, (number * atOnce) + i)), cancellationToken);
                    times[client].Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                }
            },
            cancellationToken)));
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var all = times.SelectMany(each => each).Order().ToList();
        Console.WriteLine($"{links / atOnce * atOnce / seconds:F0} links/s, p50 {all[all.Count / 2]:F1} ms, p99 {all[all.Count * 99 / 100]:F1} ms");
    }

    // A slug of 7 characters, a URL of 80, one tag.
    private static object Link(int salt, int number) => new
    {
        destinations = new[] { new { url = $"https://www.bench-{number % 997:D3}.example/articles/2026/{salt:D10}/{number:D9}/some-page.html" } },
        tags = new[] { $"tag-{number % 50}" },
        health = new { enabled = false },
    };
}
