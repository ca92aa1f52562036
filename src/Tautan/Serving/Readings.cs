using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Tautan.Platform.Discovery;
using Tautan.Platform.Hosting;

namespace Tautan.Serving;

/// <summary>How the services of an installation are, as far as this process can tell: its own from memory, the house's by asking it.</summary>
internal sealed class Readings(IReadOnlyList<ServiceSupervisor> own, IReadOnlyList<string> house)
{
    /// <summary>How to ask the house; set once there is somebody to ask with.</summary>
    public IServiceProvider? Services { get; set; }

    /// <summary>Which domains are served, where a gateway of this process can tell.</summary>
    public IServedDomains? Domains => own.Select(supervisor => supervisor.Find<IServedDomains>()).FirstOrDefault(domains => domains is not null);

    /// <summary>How one service is; null where it does not run here. The house is not asked, nor waited for, where the service is not its own.</summary>
    public async Task<Readiness?> OneAsync(string service, CancellationToken cancellationToken) =>
        own.FirstOrDefault(supervisor => supervisor.Name == service) is { } here ? here.Readiness()
        : house.Contains(service) ? (await AllAsync(cancellationToken))[service]
        : null;

    public async Task<IReadOnlyDictionary<string, Readiness>> AllAsync(CancellationToken cancellationToken)
    {
        var all = own.ToDictionary(supervisor => supervisor.Name, supervisor => supervisor.Readiness());
        if (house.Count == 0)
            return all;
        var answer = await AskHouseAsync(cancellationToken);
        foreach (var service in house)
        {
            all[service] = answer?.Services.GetValueOrDefault(service) is { } one
                ? new Readiness(Enum.Parse<ReadyStatus>(one.Status, ignoreCase: true), one.Reasons)
                : Readiness.Failing("house_away: its process does not answer; it is starting, or hangs");
        }

        return all;
    }

    /// <summary>Whether the house's process answers at all.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled, or takes longer than a client waits.</exception>
    public async Task<bool> IsHouseThereAsync(CancellationToken cancellationToken)
    {
        if (Services is not { } services)
            return false;
        try
        {
            using var client = HouseClient.Over(services.GetRequiredService<IServiceHandlers>());
            client.Timeout = HousePulse.Interval;
            using var response = await client.GetAsync("/health/live", HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is HttpRequestException or ObjectDisposedException)
        {
            return false;
        }
    }

    private async Task<ReadyAnswer?> AskHouseAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var client = HouseClient.Over(Services!.GetRequiredService<IServiceHandlers>());
            using var response = await client.GetAsync("/health/ready", cancellationToken);
            return await response.Content.ReadFromJsonAsync(ReadyJson.Default.ReadyAnswer, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
