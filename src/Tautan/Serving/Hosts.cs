using Microsoft.Extensions.Logging;
using Tautan.Platform.Hosting;

namespace Tautan.Serving;

/// <summary>The hosts of a process.</summary>
internal sealed class Hosts : IAsyncDisposable
{
    public Hosts(IEnumerable<Service> services, ServiceProcess process, ILogger logger) =>
        All = [.. services.Select(service => new ServiceSupervisor(service.Name, service.IsPublic, () => ServiceHost.Build(service, process), logger))];

    private const double FirstShare = 0.8;

    public IReadOnlyList<ServiceSupervisor> All { get; }

    public void Start()
    {
        foreach (var host in All)
            host.Start();
    }

    /// <summary>Completes when each runs for the first time; fails as soon as one never can, however long it took to find that out.</summary>
    public async Task FirstStartAsync()
    {
        var starting = All.Select(host => host.FirstStart).ToList();
        while (starting.Count != 0)
        {
            var one = await Task.WhenAny(starting);
            await one;
            starting.Remove(one);
        }
    }

    /// <summary>Says from now on that no service here is ready.</summary>
    public void Retire()
    {
        foreach (var host in All)
            host.Retire();
    }

    /// <summary>Closes kept connections with their next answer from now on.</summary>
    public void Drain()
    {
        foreach (var host in All)
            host.Drain();
    }

    /// <summary>Stops what other services call first, and what everybody calls last: redirects go on until there is nothing else to finish.</summary>
    /// <param name="within">How long all of it may take.</param>
    public async Task StopAsync(TimeSpan within)
    {
        var end = Environment.TickCount64 + (long)within.TotalMilliseconds;
        var first = All.Any(host => host.IsPublic) ? within * FirstShare : within;
        await Task.WhenAll(All.Where(host => !host.IsPublic).Select(host => host.StopAsync(first)));
        var left = TimeSpan.FromMilliseconds(Math.Max(0, end - Environment.TickCount64));
        await Task.WhenAll(All.Where(host => host.IsPublic).Select(host => host.StopAsync(left)));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in All)
            await host.DisposeAsync();
    }
}
