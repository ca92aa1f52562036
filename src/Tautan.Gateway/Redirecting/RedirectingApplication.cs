using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace Tautan.Gateway.Redirecting;

/// <summary>What the server calls for each request, before there is an <c>HttpContext</c>.</summary>
internal sealed class RedirectingApplication<TContext>(IHttpApplication<TContext> application, Redirector redirector)
    : IHttpApplication<RedirectingApplication<TContext>.Request>
    where TContext : notnull
{
    public Request CreateContext(IFeatureCollection contextFeatures) => redirector.IsForApplication(contextFeatures)
        ? new Request(contextFeatures, true, application.CreateContext(contextFeatures))
        : new Request(contextFeatures, false, default!);

    public Task ProcessRequestAsync(Request context) => context.IsForApplication
        ? application.ProcessRequestAsync(context.Inner)
        : redirector.Answer(context.Features);

    public void DisposeContext(Request context, Exception? exception)
    {
        if (context.IsForApplication)
            application.DisposeContext(context.Inner, exception);
    }

    internal readonly record struct Request(IFeatureCollection Features, bool IsForApplication, TContext Inner);
}
