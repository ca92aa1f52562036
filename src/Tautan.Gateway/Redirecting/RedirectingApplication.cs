using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Tautan.Gateway.Listening;
using Tautan.Gateway.Logging;

namespace Tautan.Gateway.Redirecting;

/// <summary>What the server calls for each request, before there is an <c>HttpContext</c>.</summary>
internal sealed class RedirectingApplication<TContext>(IHttpApplication<TContext> application, Redirector redirector, Arrivals arrivals, AccessRecorder? access)
    : IHttpApplication<RedirectingApplication<TContext>.Request>
    where TContext : notnull
{
    public Request CreateContext(IFeatureCollection contextFeatures)
    {
        var start = access?.Begin(contextFeatures) ?? default;
        var isForApplication = redirector.IsForApplication(contextFeatures);
        arrivals.Begin(contextFeatures, isForApplication);
        return new Request(contextFeatures, isForApplication, isForApplication ? application.CreateContext(contextFeatures) : default!, start);
    }

    public Task ProcessRequestAsync(Request context) => context.IsForApplication
        ? application.ProcessRequestAsync(context.Inner)
        : redirector.Answer(context.Features);

    public void DisposeContext(Request context, Exception? exception)
    {
        if (context.IsForApplication)
            application.DisposeContext(context.Inner, exception);
        access?.End(context.Features, context.Start);
    }

    internal readonly record struct Request(IFeatureCollection Features, bool IsForApplication, TContext Inner, AccessStart Start);
}
