using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Tautan.Bench;

/// <summary>How long programs take from their start: to their first request, or to their end. Interleaved; the medians are printed.</summary>
internal static class StartCommand
{
    public static Command Create()
    {
        var runs = new Option<int>("--runs") { DefaultValueFactory = _ => 11 };
        var asking = new Option<string>("--asking") { Required = true, Description = "A command that makes a request to http://127.0.0.1:PORT/." };
        var ending = new Option<string>("--ending") { Required = true, Description = "A command that ends by itself." };
        var command = new Command("start", "From the start of a program to its first request, beside the whole life of another one.") { runs, asking, ending };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var (first, whole) = (new List<double>(), new List<double>());
            for (var i = 0; i < arguments.GetValue(runs); i++)
            {
                first.Add(await ToFirstRequestAsync(arguments.GetRequiredValue(asking), cancellationToken));
                whole.Add(await ToEndAsync(arguments.GetRequiredValue(ending), cancellationToken));
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Median(first):F1} {Median(whole):F1}"));
        });
        return command;
    }

    private static async Task<double> ToFirstRequestAsync(string command, CancellationToken cancellationToken)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var began = Stopwatch.GetTimestamp();
        using var process = Start(command.Replace("PORT", port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        using var client = await listener.AcceptTcpClientAsync(cancellationToken);
        await client.GetStream().ReadExactlyAsync(new byte[1], cancellationToken);
        var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        await client.GetStream().WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), cancellationToken);
        client.Close();
        await process.WaitForExitAsync(cancellationToken);
        return took;
    }

    private static async Task<double> ToEndAsync(string command, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        using var process = Start(command);
        await process.WaitForExitAsync(cancellationToken);
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static Process Start(string command)
    {
        var words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var process = Process.Start(new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
