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
                : Readiness.Failing("house_away: its process does not answer and is being started");
        }

        return all;
    }

    private async Task<ReadyAnswer?> AskHouseAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var client = HouseClient.Over(Services!.GetRequiredService<IServiceHandlers>());
            using var response = await client.GetAsync("/health/ready", cancellationToken);
            return await response.Content.ReadFromJsonAsync<ReadyAnswer>(cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
