using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Identity.Sessions;

namespace Tautan.Identity.Tokens;

/// <summary>What a token for a person's program says. It is for the gateway alone, which exchanges it for one that services take.</summary>
internal sealed class PersonTokens(IDbContextFactory<IdentityDb> factory, SignedIn signedIn)
{
    /// <summary>For a session, in a workspace; null: the user is in none, or not in that one.</summary>
    /// <param name="session">In which the person is signed in.</param>
    /// <param name="workspace">Which; null: the first that the user became a member of.</param>
    /// <param name="scopes">What is asked for.</param>
    /// <param name="cancellationToken">The request's.</param>
    public async Task<ClaimsPrincipal?> ForAsync(Session session, Guid? workspace, IEnumerable<string> scopes, CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var member = await db.Members.AsNoTracking()
            .Where(row => row.UserId == session.UserId && (workspace == null || row.WorkspaceId == workspace))
            .Join(db.Workspaces.Where(row => row.DeletedAt == null), row => row.WorkspaceId, row => row.Id, (row, _) => row)
            .OrderBy(row => row.CreatedAt)
            .FirstOrDefaultAsync(cancellationToken);
        if (member is null)
            return null;
        var asked = scopes.ToList();
        var identity = Grants.Identity($"user:{session.UserId}", member.WorkspaceId, member.Role);
        identity.SetClaim(TokenClaims.User, session.UserId.ToString());
        identity.SetClaim(TokenClaims.Session, session.Id.ToString());
        identity.SetScopes(Roles.Allowed(member.Role, asked).Concat(asked.Where(scope => scope is OpenIddictConstants.Scopes.OfflineAccess or OpenIddictConstants.Scopes.OpenId)));
        identity.SetAudiences(ServiceNames.Gateway);
        return Grants.Seal(identity);
    }

    /// <summary>What was granted before, as it is now: with the role of today, and not at all where the session has ended.</summary>
    public async Task<ClaimsPrincipal?> AgainAsync(ClaimsPrincipal before, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(before.GetClaim(TokenClaims.Session), out var id) || await signedIn.FindAsync(id, cancellationToken) is not { } session)
            return null;
        var workspace = Guid.TryParse(before.GetClaim(TokenClaims.Workspace), out var named) ? named : (Guid?)null;
        if (await ForAsync(session, workspace, before.GetScopes(), cancellationToken) is not { } principal)
            return null;
        await signedIn.SeenAsync(session.Id, cancellationToken);
        // The family that a reuse revokes is told by its authorization.
        principal.SetAuthorizationId(before.GetAuthorizationId());
        return principal;
    }
}
