using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Tautan.Commands;

namespace Tautan.Serving;

/// <summary><c>tautan restart house</c>: asks the edge on this machine to restart its house alone.</summary>
internal static class RestartCommand
{
    public static Command Make()
    {
        var data = new Option<string>("--data") { Description = "The data directory.", DefaultValueFactory = _ => "./data", HelpName = "DIR" };
        var house = new Command("house", "Restart every service but the gateway; redirects go on, and calls of the API wait up to 10 seconds.") { data };
        house.SetAction((parsed, cancellationToken) =>
            RunAsync(Path.GetFullPath(parsed.GetValue(data)!), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, cancellationToken));
        return new Command("restart", "Restart a part of a running installation.") { house };
    }

    private static async Task<int> RunAsync(string dataDirectory, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            var path = (await File.ReadAllTextAsync(EdgeSocket.PointerIn(dataDirectory), cancellationToken)).Trim();
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            await using var stream = new NetworkStream(socket);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(EdgeSocket.RestartHouse + "\n"), cancellationToken);
            return await FollowAsync(new StreamReader(stream), watch, output, errors, cancellationToken);
        }
        catch (Exception exception) when (exception is SocketException or UnauthorizedAccessException or FileNotFoundException or DirectoryNotFoundException or ArgumentException)
        {
            await errors.WriteLineAsync($"tautan: no edge takes orders on {dataDirectory}: is \"tautan serve\" running there, for this user? ({exception.Message})");
            return ExitCodes.Unreachable;
        }
        catch (IOException)
        {
            return await EndedAsync(errors);
        }
    }

    private static async Task<int> FollowAsync(StreamReader answers, Stopwatch watch, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        var process = "";
        while (await answers.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith(EdgeSocket.Started, StringComparison.Ordinal))
            {
                process = line[EdgeSocket.Started.Length..];
            }
            else if (line.StartsWith(EdgeSocket.Failed, StringComparison.Ordinal))
            {
                await errors.WriteLineAsync($"tautan: {line[EdgeSocket.Failed.Length..]}");
                return ExitCodes.Failed;
            }
            else if (line == EdgeSocket.Ready)
            {
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"house\tready\tprocess {process}\tafter {watch.Elapsed.TotalSeconds:0.0} s"));
                return ExitCodes.Ok;
            }
        }

        return await EndedAsync(errors);
    }

    private static async Task<int> EndedAsync(TextWriter errors)
    {
        await errors.WriteLineAsync("tautan: the edge ended the talk before the house was ready; tautan status says how it is");
        return ExitCodes.Failed;
    }
}
