using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Tautan.Gateway.Listening;
using Tautan.Gateway.Logging;
using Tautan.Platform.Hosting;

namespace Tautan.Gateway.Redirecting;

/// <summary>A server that answers redirects by itself and hands the application only what is the application's.</summary>
internal sealed class RedirectingServer(IServer inner, Redirector redirector, Arrivals arrivals, Drain drain, AccessRecorder? access) : IServer
{
    public IFeatureCollection Features => inner.Features;

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull =>
        inner.StartAsync(new RedirectingApplication<TContext>(application, redirector, arrivals, access), cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken)
    {
        drain.Begin();
        return inner.StopAsync(cancellationToken);
    }

    public void Dispose() => inner.Dispose();
}
