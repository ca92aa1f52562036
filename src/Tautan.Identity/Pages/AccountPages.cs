using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tautan.Contracts;
using Tautan.Identity.People;
using Tautan.Identity.Sessions;
using Tautan.Platform.Web;

namespace Tautan.Identity.Pages;

/// <summary><c>/account</c>: signing in, and choosing a password by a link.</summary>
internal static class AccountPages
{
    public static void MapAccountPages(this IEndpointRouteBuilder routes)
    {
        var account = routes.MapGroup("/account").AllowCallers(ServiceNames.Gateway).RequireOwnForm();
        account.MapGet("sign-in", (HttpContext http) => SignIn(http));
        account.MapPost("sign-in", SignInAsync);
        account.MapGet("setup", SetupAsync);
        account.MapPost("setup", SaveAsync);
    }

    private static PageResult SignIn(HttpContext http, string? problem = null, string? name = null)
    {
        var texts = Texts.Of(http);
        return new PageResult(
            texts.SignIn,
            PageResult.Problem(problem) + PageResult.Field("name", texts.Name, value: name, complete: "username") + PageResult.Field("password", texts.Password, "password", complete: "current-password")
                + PageResult.Button(texts.SignIn),
            HasForm: true,
            problem is null ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized);
    }

    // One answer for whatever was wrong, so that nobody learns which names there are.
    private static async Task<IResult> SignInAsync(HttpContext http, Passwords passwords, SignedIn signedIn)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var name = form["name"].ToString();
        if (await passwords.CheckAsync(name, form["password"].ToString()) is not { } user)
            return SignIn(http, Texts.Of(http).WrongPassword, name);
        await signedIn.BeginAsync(http, user);
        return Results.LocalRedirect(Forms.LocalPath(http.Request.Query["returnUrl"]) ?? "/connect/verify");
    }

    private static async Task<IResult> SetupAsync(HttpContext http, Passwords passwords) =>
        await passwords.FindLinkAsync(http.Request.Query["token"].ToString(), http.RequestAborted) is { } found ? Setup(http, found.User) : LinkOver(http);

    private static async Task<IResult> SaveAsync(HttpContext http, Passwords passwords, SignedIn signedIn)
    {
        var texts = Texts.Of(http);
        if (await passwords.FindLinkAsync(http.Request.Query["token"].ToString(), http.RequestAborted) is not { } found)
            return LinkOver(http);
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var password = form["password"].ToString();
        if (password != form["again"].ToString())
            return Setup(http, found.User, texts.Different);
        if (!Passwords.IsGood(password, found.User))
            return Setup(http, found.User, texts.Weak);
        if (!await passwords.SetAsync(found.Link, found.User, password, http.RequestAborted))
            return LinkOver(http);
        await signedIn.BeginAsync(http, found.User);
        return new PageResult(texts.Setup, $"<p>{PageResult.Encode(texts.Done)}</p>");
    }

    private static PageResult Setup(HttpContext http, User user, string? problem = null)
    {
        var texts = Texts.Of(http);
        return new PageResult(
            texts.Setup,
            PageResult.Problem(problem) + $"<p>{PageResult.Encode(texts.SetupHint)}</p>" + PageResult.Field("name", texts.Name, value: user.UserName, complete: "username")
                + PageResult.Field("password", texts.Password, "password", complete: "new-password") + PageResult.Field("again", texts.Again, "password", complete: "new-password") + PageResult.Button(texts.Save),
            HasForm: true,
            problem is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    private static PageResult LinkOver(HttpContext http) => new(Texts.Of(http).Setup, PageResult.Problem(Texts.Of(http).LinkOver), Status: StatusCodes.Status410Gone);
}
