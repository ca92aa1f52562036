using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Tautan.Platform.Persistence.Leases;

public static class ShardRegistration
{
    /// <summary>Adds <see cref="IShards"/> over the service's database, which maps their table (<see cref="LeaseSchema.MapLeases"/>).</summary>
    public static WebApplicationBuilder AddShards<TDb>(this WebApplicationBuilder builder)
        where TDb : TautanDb
    {
        builder.Services.AddSingleton<IShards>(services => services.GetRequiredService<DatabaseOptions>().IsPostgres
            ? new SharedShards<TDb>(
                services.GetRequiredService<IUnitOfWork<TDb>>(),
                services.GetRequiredService<TimeProvider>(),
                LeaseTimes.Default,
                services.GetRequiredService<ILogger<SharedShards<TDb>>>())
            : new SoleShards());
        return builder;
    }
}
