using Microsoft.AspNetCore.Http;
using Tautan.Platform.Web;

namespace Tautan.Gateway.Access;

/// <summary>
/// Stands before every endpoint: who asks must be known, and may do what the endpoint is for. A path that leads nowhere
/// says so to everybody.
/// </summary>
internal sealed class AuthenticationMiddleware(RequestDelegate next, Authentication authentication)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is not { } endpoint || endpoint.Metadata.GetMetadata<Anonymous>() is not null)
        {
            await next(context);
            return;
        }

        if (await authentication.AuthenticateAsync(context) is not { } grant)
            return;
        var principal = grant.Principal;
        if (endpoint.Metadata.GetMetadata<RequiredScope>() is { } required && !principal.Has(required.Scope))
        {
            context.Response.Headers.WWWAuthenticate = $"Bearer realm=\"tautan\", error=\"insufficient_scope\", scope=\"{required.Scope}\"";
            await Problems.Of(StatusCodes.Status403Forbidden, "insufficient_scope", $"The scope {required.Scope} is needed.").ExecuteAsync(context);
            return;
        }

        context.Features.Set(grant);
        await next(context);
    }

    /// <summary>On an endpoint: everybody may ask.</summary>
    internal sealed record Anonymous;
}
