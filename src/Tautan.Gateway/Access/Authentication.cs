using Microsoft.AspNetCore.Http;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Platform.Web;

namespace Tautan.Gateway.Access;

/// <summary>Finds out for whom a call from outside is made, and refuses it where it is for nobody (RFC 6750).</summary>
internal sealed class Authentication(AdminApiKey adminKey)
{
    private const string Scheme = "Bearer ";
    private static readonly Principal Admin = new(WellKnown.WorkspaceId, "key:admin", new HashSet<string> { Scopes.Admin });

    /// <summary>The principal of a request; null where it has been refused, and answered.</summary>
    public async ValueTask<Principal?> AuthenticateAsync(HttpContext context)
    {
        if (adminKey.Problem is not null)
        {
            await Problems.Of(StatusCodes.Status503ServiceUnavailable, "no_admin_key", "This gateway has no administrator's key; /health/ready of its operations port says why.").ExecuteAsync(context);
            return null;
        }

        if (context.Request.Headers.Authorization is not [{ } header])
        {
            await RefuseAsync(context, "Bearer realm=\"tautan\"", "unauthenticated", "An API key is needed: Authorization: Bearer <key>.");
            return null;
        }

        if (header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && adminKey.Is(header[Scheme.Length..].Trim()))
            return Admin;
        await RefuseAsync(context, "Bearer realm=\"tautan\", error=\"invalid_token\"", "invalid_token", "The API key is not valid.");
        return null;
    }

    private static Task RefuseAsync(HttpContext context, string challenge, string code, string detail)
    {
        context.Response.Headers.WWWAuthenticate = challenge;
        return Problems.Of(StatusCodes.Status401Unauthorized, code, detail).ExecuteAsync(context);
    }
}
