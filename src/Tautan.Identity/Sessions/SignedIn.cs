using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using Tautan.Contracts.Access;
using Tautan.Contracts.Identity;
using Tautan.Identity.Keys;
using Tautan.Identity.People;
using Tautan.Platform.Persistence;

namespace Tautan.Identity.Sessions;

/// <summary>Who is signed in here: a cookie that names a session, which is asked for anew each time.</summary>
internal sealed class SignedIn(IDbContextFactory<IdentityDb> factory, IUnitOfWork<IdentityDb> unitOfWork, TimeProvider time)
{
    /// <summary>For how long somebody stays signed in without coming back.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(14);

    /// <summary>Begins a session, always a new one: what a browser brought is not taken over.</summary>
    public async Task BeginAsync(HttpContext http, User user)
    {
        var now = time.GetUtcNow().ToStored();
        var session = new Session
        {
            Id = Guid.CreateVersion7(now),
            UserId = user.Id,
            UserAgent = Short(http.Request.Headers.UserAgent.ToString()),
            Address = http.Connection.RemoteIpAddress?.ToString() ?? "",
            CreatedAt = now,
            LastSeenAt = now,
        };
        await unitOfWork.WriteAsync(
            (context, _) =>
            {
                context.Db.Sessions.Add(session);
                return Task.FromResult(true);
            },
            http.RequestAborted);
        var identity = new ClaimsIdentity([new(TokenClaims.Session, session.Id.ToString()), new(OpenIddictConstants.Claims.Subject, user.Id.ToString())], CookieAuthenticationDefaults.AuthenticationScheme);
        await http.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, new ClaimsPrincipal(identity));
    }

    /// <summary>The session of a browser; null: none, or it has ended.</summary>
    public async Task<Session?> FindAsync(HttpContext http)
    {
        var cookie = await http.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return Guid.TryParse(cookie.Principal?.FindFirstValue(TokenClaims.Session), out var id) ? await FindAsync(id, http.RequestAborted) : null;
    }

    /// <summary>A session that has not ended.</summary>
    public async Task<Session?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow() - Lifetime;
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        return await db.Sessions.AsNoTracking().SingleOrDefaultAsync(session => session.Id == id && session.EndedAt == null && session.LastSeenAt > since, cancellationToken);
    }

    /// <summary>It is in use.</summary>
    public Task SeenAsync(Guid id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToStored();
        return unitOfWork.WriteAsync(
            async (context, token) => await context.Db.Sessions.Where(session => session.Id == id).ExecuteUpdateAsync(set => set.SetProperty(session => session.LastSeenAt, now), token),
            cancellationToken);
    }

    /// <summary>Ends a session of a user, everywhere. False: it has none of this id.</summary>
    public Task<bool> EndAsync(Guid id, Guid user, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToStored();
        return unitOfWork.WriteAsync(
            async (context, token) =>
            {
                var ended = await context.Db.Sessions.Where(session => session.Id == id && session.UserId == user && session.EndedAt == null)
                    .ExecuteUpdateAsync(set => set.SetProperty(session => session.EndedAt, now), token);
                if (ended != 0)
                    Revoking.Tell(context, RevocationFeedKeys.Session(id), now);
                return ended != 0;
            },
            cancellationToken);
    }

    private static string Short(string text) => text.Length > 300 ? text[..300] : text;
}
