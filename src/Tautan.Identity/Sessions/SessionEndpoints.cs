using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Tautan.Contracts;
using Tautan.Platform.Web;

namespace Tautan.Identity.Sessions;

/// <summary><c>/api/v1/sessions</c>: where the caller's user is signed in.</summary>
internal static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        var sessions = routes.MapGroup("/api/v1/sessions").AllowCallers(ServiceNames.Gateway).RequirePrincipal();
        sessions.MapGet("", ListAsync);
        sessions.MapDelete("{id:guid}", EndAsync);
    }

    private static readonly Problem NoSuchSession = Problems.Create(StatusCodes.Status404NotFound, "session_not_found", "There is no such session.");

    private sealed record View(Guid Id, string UserAgent, string Address, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, bool Current);

    private static async Task<IResult> ListAsync(HttpContext http, IDbContextFactory<IdentityDb> factory, TimeProvider time, CancellationToken cancellationToken)
    {
        var errors = new Dictionary<string, string[]>();
        var page = PageAsked.Read(http.Request.Query, errors);
        if (errors.Count != 0)
            return Problems.Of(Problems.Invalid(errors));
        var principal = http.GetCallContext().Principal!;
        var since = time.GetUtcNow() - SignedIn.Lifetime;
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var sessions = await db.Sessions.AsNoTracking()
            .Where(session => session.UserId == principal.User && session.EndedAt == null && session.LastSeenAt > since && (page.After == null || session.Id > page.After))
            .OrderBy(session => session.Id)
            .Take(page.Limit + 1)
            .ToListAsync(cancellationToken);
        return Results.Json(
            Page<View>.Of([.. sessions.Select(one => new View(one.Id, one.UserAgent, one.Address, one.CreatedAt, one.LastSeenAt, one.Id == principal.Session))], page.Limit, view => view.Id), JsonBody.Options);
    }

    private static async Task<IResult> EndAsync(Guid id, HttpContext http, SignedIn signedIn, CancellationToken cancellationToken) =>
        http.GetCallContext().Principal!.User is { } user && await signedIn.EndAsync(id, user, cancellationToken) ? Results.NoContent() : Problems.Of(NoSuchSession);
}
