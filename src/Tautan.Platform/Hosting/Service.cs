using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Tautan.Platform.Hosting;

/// <summary>
/// A service: its own host, container, settings section, database and listener. It knows nothing of the process it runs
/// in, and no other service.
/// </summary>
public abstract class Service
{
    /// <summary>The name in settings, certificates, locks, metrics and addresses; one of <c>ServiceNames</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The settings sections that it binds, for the check that no setting is misspelt.</summary>
    public abstract IReadOnlyList<SettingsSection> Settings { get; }

    /// <summary>It listens for everybody at <c>Urls:Public</c> and guards its own endpoints; else it answers other services alone.</summary>
    public virtual bool IsPublic => false;

    /// <summary>Adds what the service is made of.</summary>
    public abstract void Add(WebApplicationBuilder builder, ServiceEnvironment environment);

    /// <summary>Sets what its server allows its callers. Asked of a public service alone.</summary>
    public virtual void ConfigureLimits(KestrelServerOptions server)
    {
    }

    /// <summary>Adds what stands between the socket and the requests of a listener. Asked of a public service alone, once a listener.</summary>
    /// <param name="listen">The listener; its <c>ApplicationServices</c> are the host's.</param>
    /// <param name="isSecure">Visitors speak TLS there.</param>
    public virtual void ConfigureListener(ListenOptions listen, bool isSecure)
    {
    }

    /// <summary>Maps its endpoints. Each must name its callers (<c>AllowCallers</c>); one that names nobody refuses everybody.</summary>
    public abstract void Map(WebApplication app);
}
