using Microsoft.AspNetCore.Http;
using Tautan.Contracts.Access;

namespace Tautan.Platform.Web;

/// <summary>What the interceptor knows of a call before anything else runs.</summary>
/// <param name="Caller">The service that calls, from its certificate.</param>
/// <param name="Principal">For whom it calls; null where it calls for itself.</param>
/// <param name="TraceId">The W3C trace id.</param>
public sealed record CallContext(string Caller, Principal? Principal, string TraceId)
{
    /// <summary>The workspace in which everything happens.</summary>
    /// <exception cref="InvalidOperationException">The endpoint asks for no scope, so nobody established a principal.</exception>
    public Guid Workspace => Principal?.Workspace ?? throw new InvalidOperationException("This call is made for nobody: the endpoint must require a scope.");
}

public static class CallContextExtensions
{
    /// <exception cref="InvalidOperationException">The request did not pass the interceptor.</exception>
    public static CallContext GetCallContext(this HttpContext context) =>
        context.Features.Get<CallContext>() ?? throw new InvalidOperationException("The request did not pass the interceptor.");
}
