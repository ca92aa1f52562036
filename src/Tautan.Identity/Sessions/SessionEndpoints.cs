using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Tautan.Contracts;
using Tautan.Platform.Web;
using Tautan.Platform.Web.OpenApi;

namespace Tautan.Identity.Sessions;

/// <summary><c>/api/v1/sessions</c>: where the caller's user is signed in.</summary>
internal static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        var sessions = routes.MapGroup("/api/v1/sessions").AllowCallers(ServiceNames.Gateway).RequirePrincipal();
        sessions.MapGet("", ListAsync).Describe(DescribeList);
        sessions.MapDelete("{id}", EndAsync).Describe(DescribeEnd);
    }

    private static Operation DescribeList() => new("listSessions", "List where you are signed in")
    {
        Parameters = [Parameter.Limit(PageAsked.Default), Parameter.Cursor],
        Replies = [Reply.Json<SessionPage>(StatusCodes.Status200OK, "A page of them, by when they were made.")],
    };

    private static Operation DescribeEnd() => new("endSession", "End a session")
    {
        Replies = [Reply.Empty(StatusCodes.Status204NoContent, "It has ended, and all tokens of it.")],
        Problems = [NoSuchSession],
    };

    private static readonly Problem NoSuchSession = Problems.Create(StatusCodes.Status404NotFound, "session_not_found", "There is no such session.");

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
        var views = sessions.Select(one => new SessionView(one.Id, one.UserAgent, one.Address, one.CreatedAt, one.LastSeenAt, one.Id == principal.Session));
        var (items, next) = Part.Of([.. views], page.Limit, view => view.Id);
        return Results.Json(new SessionPage(items, next), JsonBody.Options);
    }

    private static async Task<IResult> EndAsync(string id, HttpContext http, SignedIn signedIn, CancellationToken cancellationToken) =>
        http.GetCallContext().Principal!.User is { } user && await signedIn.EndAsync(PathId.Of(id), user, cancellationToken) ? Results.NoContent() : Problems.Of(NoSuchSession);
}
