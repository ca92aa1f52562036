using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Platform.Web;

namespace Tautan.Identity.Tokens;

/// <summary>
/// <c>POST /internal/token</c> (RFC 6749 §3.2): how services come by tokens. The client is whoever the certificate names; OpenIddict has
/// made sure of it before this is asked.
/// </summary>
internal static class TokenEndpoint
{
    public static void MapTokens(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(TokenClaims.InternalTokenPath, HandleAsync).AllowCallers([.. ServiceClients.All]);
        routes.MapPost("/connect/token", HandlePublicAsync).AllowCallers(ServiceNames.Gateway);
    }

    private static async Task<IResult> HandlePublicAsync(HttpContext http, PersonTokens people, CancellationToken cancellationToken)
    {
        var request = http.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("OpenIddict has not read the request.");
        if (!request.IsAuthorizationCodeGrantType() && !request.IsDeviceCodeGrantType() && !request.IsRefreshTokenGrantType())
            return Refuse(OpenIddictConstants.Errors.UnsupportedGrantType, "This grant is not for programs.");
        var before = (await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal;
        return before is not null && await people.AgainAsync(before, cancellationToken) is { } principal
            ? SignIn(principal)
            : Refuse(OpenIddictConstants.Errors.InvalidGrant, "The session has ended.");
    }

    private static async Task<IResult> HandleAsync(HttpContext http, Grants grants, CancellationToken cancellationToken)
    {
        var request = http.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("OpenIddict has not read the request.");
        if (request.IsClientCredentialsGrantType())
            return SignIn(Grants.OfService(request));
        if (!request.IsTokenExchangeGrantType())
            return Refuse(OpenIddictConstants.Errors.UnsupportedGrantType, "This grant is not for services.");
        var subject = (await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal;
        return subject is not null && await grants.OfAsync(subject, cancellationToken) is { } principal
            ? SignIn(principal)
            : Refuse(OpenIddictConstants.Errors.InvalidGrant, "What was to be exchanged is not valid any more.");
    }

    private static IResult SignIn(ClaimsPrincipal principal) => Results.SignIn(principal, authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);

    private static IResult Refuse(string error, string description) => Results.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description,
        }),
        [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
}
