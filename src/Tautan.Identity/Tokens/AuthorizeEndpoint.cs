using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Tautan.Contracts;
using Tautan.Identity.Pages;
using Tautan.Identity.Sessions;
using Tautan.Platform.Web;

namespace Tautan.Identity.Tokens;

/// <summary><c>/connect/authorize</c> (RFC 6749 §4.1) and <c>/connect/verify</c> (RFC 8628 §3.3): where a person lets a program act for it.</summary>
internal static class AuthorizeEndpoint
{
    public static void MapAuthorize(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/connect/authorize", AuthorizeAsync).AllowCallers(ServiceNames.Gateway);
        var verify = routes.MapGroup("/connect/verify").AllowCallers(ServiceNames.Gateway).RequireOwnForm();
        verify.MapGet("", AskAsync);
        verify.MapPost("", DecideAsync);
        routes.MapGet("/connect/done", (HttpContext http) => new PageResult(Texts.Of(http).Device, $"<p>{PageResult.Encode(Texts.Of(http).Done)}</p>")).AllowCallers(ServiceNames.Gateway);
        routes.MapGet("/connect/denied", (HttpContext http) => new PageResult(Texts.Of(http).Device, $"<p>{PageResult.Encode(Texts.Of(http).Denied)}</p>")).AllowCallers(ServiceNames.Gateway);
    }

    private static async Task<IResult> AuthorizeAsync(HttpContext http, SignedIn signedIn, PersonTokens tokens)
    {
        var request = http.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("OpenIddict has not read the request.");
        if (await signedIn.FindAsync(http) is not { } session)
        {
            return request.HasPromptValue(OpenIddictConstants.PromptValues.None)
                ? Refuse(OpenIddictConstants.Errors.LoginRequired, "Nobody is signed in.")
                : ToSignIn(http);
        }

        var workspace = Guid.TryParse((string?)request.GetParameter("workspace"), out var named) ? named : (Guid?)null;
        var scopes = request.GetScopes();
        return await tokens.ForAsync(session, workspace, scopes.Length == 0 ? PublicClients.DefaultScopes : scopes, http.RequestAborted) is { } principal
            ? Results.SignIn(principal, authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)
            : Refuse(OpenIddictConstants.Errors.AccessDenied, "The user is in no such workspace.");
    }

    private static async Task<IResult> AskAsync(HttpContext http, SignedIn signedIn, IOpenIddictApplicationManager applications)
    {
        if (await signedIn.FindAsync(http) is null)
            return ToSignIn(http);
        var texts = Texts.Of(http);
        var asking = await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        if (asking is { Succeeded: true } && asking.Principal.GetClaim(OpenIddictConstants.Claims.ClientId) is { Length: > 0 } client
            && await applications.FindByClientIdAsync(client, http.RequestAborted) is { } application)
        {
            var code = asking.Properties.GetTokenValue(OpenIddictServerAspNetCoreConstants.Tokens.UserCode);
            var name = await applications.GetDisplayNameAsync(application, http.RequestAborted);
            return new PageResult(
                texts.Device,
                $"<p><strong>{PageResult.Encode(name)}</strong> {PageResult.Encode(texts.Asks)} <strong>{PageResult.Encode(code)}</strong>.</p>"
                    + PageResult.Hidden("user_code", code) + PageResult.Button(texts.Allow, "decision", "allow") + PageResult.Button(texts.Deny, "decision", "deny", isOther: true),
                HasForm: true);
        }

        var problem = http.Request.Query["user_code"].Count != 0 ? texts.WrongCode : null;
        return new PageResult(texts.Device, PageResult.Problem(problem) + PageResult.Field("user_code", texts.Code) + PageResult.Button(texts.Continue), HasForm: true);
    }

    private static async Task<IResult> DecideAsync(HttpContext http, SignedIn signedIn, PersonTokens tokens)
    {
        if (await signedIn.FindAsync(http) is not { } session)
            return ToSignIn(http);
        var texts = Texts.Of(http);
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var decision = form["decision"].ToString();
        // A code that was typed in is shown with who asks before anything is granted.
        if (decision.Length == 0)
            return Results.LocalRedirect("/connect/verify?user_code=" + Uri.EscapeDataString(form["user_code"].ToString()));
        var asking = await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        if (asking is not { Succeeded: true })
            return new PageResult(texts.Device, PageResult.Problem(texts.WrongCode), Status: StatusCodes.Status400BadRequest);
        var over = new AuthenticationProperties { RedirectUri = decision == "allow" ? "/connect/done" : "/connect/denied" };
        var scopes = asking.Principal.GetScopes();
        return decision == "allow" && await tokens.ForAsync(session, null, scopes.Length == 0 ? PublicClients.DefaultScopes : scopes, http.RequestAborted) is { } principal
            ? Results.SignIn(principal, over, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)
            : Results.Forbid(over, [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
    }

    private static IResult ToSignIn(HttpContext http) =>
        Results.LocalRedirect("/account/sign-in?returnUrl=" + Uri.EscapeDataString(http.Request.Path + http.Request.QueryString));

    private static IResult Refuse(string error, string description) => Results.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description,
        }),
        [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
}
