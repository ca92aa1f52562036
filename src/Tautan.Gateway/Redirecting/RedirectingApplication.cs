using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Tautan.Gateway.Listening;

namespace Tautan.Gateway.Redirecting;

/// <summary>What the server calls for each request, before there is an <c>HttpContext</c>.</summary>
internal sealed class RedirectingApplication<TContext>(IHttpApplication<TContext> application, Redirector redirector, Arrivals arrivals)
    : IHttpApplication<RedirectingApplication<TContext>.Request>
    where TContext : notnull
{
    public Request CreateContext(IFeatureCollection contextFeatures)
    {
        var isForApplication = redirector.IsForApplication(contextFeatures);
        arrivals.Begin(contextFeatures, isForApplication);
        return new Request(contextFeatures, isForApplication, isForApplication ? application.CreateContext(contextFeatures) : default!);
    }

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
