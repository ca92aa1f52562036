using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Tautan.Platform.Hosting;
using Tautan.Platform.Telemetry;
using Tautan.Serving;
using Tautan.SystemTests.Installations;

namespace Tautan.SystemTests.Running;

public sealed class StopOrderTests
{
    [Fact]
    public async Task What_serves_everybody_stops_after_all_else_in_one_process()
    {
        var data = Directory.CreateTempSubdirectory("tautan-order-").FullName;
        using var log = new ProcessLog(TextWriter.Null, json: false);
        var options = new ServeOptions(Catalogue.Names, data, IsHouse: false, new HashSet<string>());
        var (configuration, _, _) = Preparation.ReadSettings(data);
        var urls = new UrlsOptions { Public = $"http://127.0.0.1:{Ports.Free(1)[0]}" };
        var stopped = new ConcurrentQueue<string>();
        await using (var hosts = new Hosts(
            [new Recorded("gateway", true, stopped), new Recorded("links", false, stopped), new Recorded("health", false, stopped)],
            Preparation.Process(options, configuration, urls, log, "1.0.0"),
            NullLogger.Instance))
        {
            hosts.Start();
            await hosts.FirstStartAsync();
            await hosts.StopAsync(TimeSpan.FromSeconds(10));
        }

        stopped.Count.ShouldBe(3);
        stopped.Last().ShouldBe("gateway");
        Directory.Delete(data, recursive: true);
    }

    private sealed class Recorded(string name, bool isPublic, ConcurrentQueue<string> stopped) : Service
    {
        public override string Name => name;

        public override bool IsPublic => isPublic;

        public override IReadOnlyList<SettingsSection> Settings => [];

        public override void Add(WebApplicationBuilder builder, ServiceEnvironment environment) =>
            builder.Services.AddSingleton<IHostedService>(new Recorder(name, stopped));

        public override void Map(WebApplication app)
        {
        }
    }

    private sealed class Recorder(string name, ConcurrentQueue<string> stopped) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public async Task StopAsync(CancellationToken cancellationToken)
        {
            // Whoever stops at the same time as the others would be done before this one is.
            if (name != "gateway")
                await Task.Delay(200, CancellationToken.None);
            stopped.Enqueue(name);
        }
    }
}
