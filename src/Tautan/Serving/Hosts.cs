using Microsoft.Extensions.Logging;
using Tautan.Platform.Hosting;

namespace Tautan.Serving;

/// <summary>The hosts of a process.</summary>
internal sealed class Hosts : IAsyncDisposable
{
    public Hosts(IEnumerable<Service> services, ServiceProcess process, ILogger logger) =>
        All = [.. services.Select(service => new ServiceSupervisor(service.Name, () => ServiceHost.Build(service, process), logger))];

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

    /// <summary>Stops all at once, within a limit where there is one.</summary>
    public async Task StopAsync(TimeSpan? limit)
    {
        var stopping = Task.WhenAll(All.Select(host => host.StopAsync()));
        await stopping.WaitAsync(limit ?? Timeout.InfiniteTimeSpan).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in All)
            await host.DisposeAsync();
    }
}
