using System.CommandLine;

namespace Tautan.Bench;

/// <summary>Holds many connections open to a server that ask little or slowly, until it is stopped.</summary>
internal static class CrowdCommand
{
    private const int AtOnce = 100;

    public static Command Create()
    {
        var idle = new Option<int>("--idle") { DefaultValueFactory = _ => 8_000, Description = "Connections that ask once and stay." };
        var slow = new Option<int>("--slow") { DefaultValueFactory = _ => 1_000, Description = "Connections that send a byte of a header a second." };
        var server = new Option<Uri>("--server") { Required = true, CustomParser = parsed => new Uri(parsed.Tokens[0].Value) };
        var command = new Command("crowd", "Hold idle and slow connections open until it is stopped; then say how many were refused.") { idle, slow, server };
        command.SetAction((arguments, cancellationToken) =>
            HoldAsync(arguments.GetRequiredValue(server), arguments.GetValue(idle), arguments.GetValue(slow), cancellationToken));
        return command;
    }

    private static async Task HoldAsync(Uri server, int idle, int slow, CancellationToken cancellationToken)
    {
        var crowd = new Crowd(server);
        var visitors = new List<Task>(idle + slow);
        for (var i = 0; i < idle + slow; i++)
        {
            // Not faster than the listener's queue is emptied: that is not what is measured.
            if (i % AtOnce == 0) await PauseAsync(cancellationToken);
            visitors.Add(crowd.VisitAsync(i >= idle, cancellationToken));
        }

        while (crowd.Open + crowd.Refused < visitors.Count && !cancellationToken.IsCancellationRequested)
            await PauseAsync(cancellationToken);
        Console.WriteLine($"open {crowd.Open}");
        await Task.WhenAll(visitors);
        Console.WriteLine($"refused {crowd.Refused}");
    }

    private static async Task PauseAsync(CancellationToken cancellationToken) =>
        await Task.Delay(20, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
