using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using Tautan.Platform.Hosting;
using Tautan.Platform.Telemetry;
using Tautan.Serving;
using Tautan.SystemTests.Installations;

namespace Tautan.SystemTests.Running;

/// <summary>A host is started anew inside a running process, and nothing else notices.</summary>
[Collection(nameof(Alone))]
public sealed partial class RestartTests
{
    [Fact]
    public async Task Fifty_restarts_of_a_host_leave_the_others_counting_and_leave_nothing_behind()
    {
        var data = Directory.CreateTempSubdirectory("tautan-restart-").FullName;
        var ports = Ports.Free(2);
        using var log = new ProcessLog(TextWriter.Null, json: false);
        var options = new ServeOptions(Catalogue.Names, data, IsHouse: false, new HashSet<string>());
        var (configuration, _, telemetry) = Preparation.ReadSettings(data);
        var urls = new UrlsOptions { Public = $"http://127.0.0.1:{ports[0]}", Operations = $"http://127.0.0.1:{ports[1]}" };
        configuration["Urls:Public"] = urls.Public;
        var process = Preparation.Process(options, configuration, urls, log, "1.0.0");
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
        await using (var hosts = new Hosts(Catalogue.Make(Catalogue.Names), process, NullLogger.Instance))
        {
            var readings = new Readings(hosts.All, []);
            await using var operations = OperationsHost.Build(process, options, readings, telemetry);
            readings.Services = operations.Services;
            await operations.StartAsync();
            hosts.Start();
            await UntilAsync(async () => (await readings.AllAsync(default)).Values.All(one => one.Status != ReadyStatus.Failing));

            var restarted = hosts.All.Single(host => host.Name == "links");
            for (var n = 0; n < 10; n++)
                await RestartAsync(restarted);
            var before = Memory();
            var countBefore = await CountAsync(client, urls);
            for (var n = 0; n < 50; n++)
            {
                (await client.GetAsync(new Uri(urls.Public + "/nothing-here"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
                await RestartAsync(restarted);
            }

            (await CountAsync(client, urls)).ShouldBe(countBefore + 50, "the gateway's counter went on");
            (Memory() - before).ShouldBeLessThan(10 * 1024 * 1024);
        }

        Directory.Delete(data, recursive: true);
    }

    private static async Task RestartAsync(ServiceSupervisor host)
    {
        host.Restart();
        await UntilAsync(() => Task.FromResult(host.Readiness().Status != ReadyStatus.Failing));
    }

    private static long Memory()
    {
        for (var n = 0; n < 3; n++)
        {
            GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static async Task<double> CountAsync(HttpClient client, UrlsOptions urls)
    {
        var text = await client.GetStringAsync(new Uri(urls.Operations + "/metrics"));
        return Clicks().Matches(text).Sum(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        var limit = Environment.TickCount64 + 30_000;
        while (!await isSo())
        {
            if (Environment.TickCount64 > limit)
                throw new TimeoutException("It was not so within 30 seconds.");
            await Task.Delay(5);
        }
    }

    [GeneratedRegex(@"^tautan_gateway_clicks\w*\{[^}]*kind=""unknown""[^}]*\} (\S+)", RegexOptions.Multiline)]
    private static partial Regex Clicks();
}
