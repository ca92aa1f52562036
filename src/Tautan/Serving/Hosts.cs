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

    /// <summary>Returns when each runs or is being tried again; fails where one never can run.</summary>
    public async Task FirstStartAsync(CancellationToken cancellationToken)
    {
        foreach (var host in All.Where(host => host.FirstStart.IsCompleted))
            await host.FirstStart;
        var failed = Task.WhenAny(All.Select(async host =>
        {
            await host.FirstStart.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!host.FirstStart.IsFaulted)
                await Task.Delay(Timeout.Infinite, cancellationToken);
        }));
        var all = Task.WhenAll(All.Select(host => host.FirstStart));
        await Task.WhenAny(all, failed, Task.Delay(TimeSpan.FromSeconds(1), cancellationToken));
        foreach (var host in All.Where(host => host.FirstStart.IsFaulted))
            await host.FirstStart;
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
