using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tautan.Contracts;
using Tautan.Identity.People;
using Tautan.Identity.Sessions;
using Tautan.Platform.Web;

namespace Tautan.Identity.Pages;

/// <summary><c>/account/invitation</c>: becoming a member.</summary>
internal static class InvitationPage
{
    public static void MapInvitationPage(this IEndpointRouteBuilder routes)
    {
        var page = routes.MapGroup("/account/invitation").AllowCallers(ServiceNames.Gateway).RequireOwnForm();
        page.MapGet("", AskAsync);
        page.MapPost("", AcceptAsync);
    }

    private static async Task<IResult> AskAsync(HttpContext http, Joining joining, SignedIn signedIn) =>
        await joining.FindAsync(http.Request.Query["token"].ToString(), http.RequestAborted) is { } found
            ? Ask(http, found.Workspace, await signedIn.FindAsync(http) is not null)
            : LinkOver(http);

    private static async Task<IResult> AcceptAsync(HttpContext http, Joining joining, SignedIn signedIn)
    {
        var texts = Texts.Of(http);
        if (await joining.FindAsync(http.Request.Query["token"].ToString(), http.RequestAborted) is not { } found)
            return LinkOver(http);
        if (await signedIn.FindAsync(http) is { } session)
            return await joining.AcceptAsync(found.Invitation, session.UserId, null, http.RequestAborted) ? Done(texts) : LinkOver(http);
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (name, password) = (form["name"].ToString().Trim(), form["password"].ToString());
        if (!Names.IsGood(name))
            return Ask(http, found.Workspace, isSignedIn: false, texts.BadName, name);
        if (password != form["again"].ToString())
            return Ask(http, found.Workspace, isSignedIn: false, texts.Different, name);
        if (!Passwords.IsGood(password, new User { UserName = name }))
            return Ask(http, found.Workspace, isSignedIn: false, texts.Weak, name);
        // Told to somebody who was invited, and to nobody else.
        if (await joining.IsTakenAsync(name, found.Invitation.Email))
            return Ask(http, found.Workspace, isSignedIn: false, texts.NameTaken, name);
        var user = joining.NewUser(name, found.Invitation.Email, password);
        if (!await joining.AcceptAsync(found.Invitation, user.Id, user, http.RequestAborted))
            return LinkOver(http);
        await signedIn.BeginAsync(http, user);
        return Done(texts);
    }

    private static PageResult Ask(HttpContext http, string workspace, bool isSignedIn, string? problem = null, string? name = null)
    {
        var texts = Texts.Of(http);
        var fields = isSignedIn
            ? ""
            : PageResult.Field("name", texts.Name, value: name, complete: "username") + PageResult.Field("password", texts.Password, "password", complete: "new-password")
                + PageResult.Field("again", texts.Again, "password", complete: "new-password");
        return new PageResult(
            texts.Invitation,
            PageResult.Problem(problem) + $"<p>{PageResult.Encode(texts.InvitationHint)} <strong>{PageResult.Encode(workspace)}</strong>.</p>" + fields + PageResult.Button(texts.Accept),
            HasForm: true,
            problem is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    private static PageResult Done(Texts texts) => new(texts.Invitation, $"<p>{PageResult.Encode(texts.Done)}</p>");

    private static PageResult LinkOver(HttpContext http) => new(Texts.Of(http).Invitation, PageResult.Problem(Texts.Of(http).LinkOver), Status: StatusCodes.Status410Gone);
}
