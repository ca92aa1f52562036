using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Tautan.Gateway.Logging;

namespace Tautan.Gateway.Redirecting;

/// <summary>A server that answers redirects by itself and hands the application only what is the application's.</summary>
internal sealed class RedirectingServer(IServer inner, Redirector redirector, AccessRecorder? access) : IServer
{
    public IFeatureCollection Features => inner.Features;

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull =>
        inner.StartAsync(new RedirectingApplication<TContext>(application, redirector, access), cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => inner.StopAsync(cancellationToken);

    public void Dispose() => inner.Dispose();
}
