using System.CommandLine;
using System.Diagnostics;

namespace Tautan.Bench;

/// <summary>
/// Changes links of a running installation at a held rate, through its API, until it is stopped: of each ten changes eight make a
/// link, one gives a link another destination, one deletes a link.
/// </summary>
internal static class ChurnCommand
{
    private const int Batch = 100;
    private const int Each = Batch / 10;
    private const int Writers = 4;

    public static Command Create()
    {
        var rate = new Option<int>("--rate") { DefaultValueFactory = _ => 1_000, Description = "Links a second." };
        var server = new Option<Uri>("--server") { Required = true, CustomParser = parsed => new Uri(parsed.Tokens[0].Value) };
        var key = new Option<FileInfo>("--key-file") { Required = true, Description = "The administrator's API key." };
        var command = new Command("churn", "Change links at a held rate until it is stopped; then say how many.") { rate, server, key };
        command.SetAction((arguments, cancellationToken) =>
            ChurnAsync(arguments.GetRequiredValue(server), arguments.GetRequiredValue(key), arguments.GetValue(rate), cancellationToken));
        return command;
    }

    private static async Task ChurnAsync(Uri server, FileInfo key, int rate, CancellationToken cancellationToken)
    {
        using var api = new Api(server, (await File.ReadAllTextAsync(key.FullName, cancellationToken)).Trim());
        var started = Stopwatch.GetTimestamp();
        var batches = await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => WriteAsync(api, rate / (double)Writers, cancellationToken)));
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Console.WriteLine($"{batches.Sum() * Batch / seconds:F0} links a second for {seconds:F0} s");
    }

    // How many batches it wrote. One that takes too long is made up for by those that follow.
    private static async Task<int> WriteAsync(Api api, double rate, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        for (var batches = 0; ; batches++)
        {
            try
            {
                var due = TimeSpan.FromSeconds(batches * Batch / rate) - Stopwatch.GetElapsedTime(started);
                if (due > TimeSpan.Zero) await Task.Delay(due, cancellationToken);
                await ChangeAsync(api, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return batches;
            }
        }
    }

    private static async Task ChangeAsync(Api api, CancellationToken cancellationToken)
    {
        var ids = await api.CreateAsync(Enumerable.Range(0, Batch - (2 * Each)).Select(_ => Link("https://www.new.example/")), cancellationToken);
        await Task.WhenAll(ids.Take(2 * Each).Select((id, place) => place < Each
            ? api.ChangeAsync(id, Link("https://www.another.example/articles/2026/a-longer-one-than-before"), cancellationToken)
            : api.DeleteAsync(id, cancellationToken)));
    }

    private static object Link(string url) => new { destinations = new[] { new { url } }, health = new { enabled = false } };
}
