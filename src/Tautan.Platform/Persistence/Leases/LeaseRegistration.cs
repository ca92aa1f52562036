using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Tautan.Platform.Persistence.Leases;

public static class LeaseRegistration
{
    /// <summary>Adds <see cref="ILeases"/> over the service's database, which maps them (<see cref="LeaseSchema.MapLeases"/>).</summary>
    public static WebApplicationBuilder AddLeases<TDb>(this WebApplicationBuilder builder)
        where TDb : TautanDb
    {
        builder.Services.AddSingleton<ILeases>(services => services.GetRequiredService<DatabaseOptions>().IsPostgres
            ? new SharedLeases<TDb>(
                services.GetRequiredService<IUnitOfWork<TDb>>(),
                services.GetRequiredService<TimeProvider>(),
                LeaseTimes.Default,
                services.GetRequiredService<ILogger<SharedLeases<TDb>>>())
            : new SoleLeases());
        return builder;
    }
}
