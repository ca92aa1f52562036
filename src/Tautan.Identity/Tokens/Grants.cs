using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using Tautan.Contracts.Access;
using Tautan.Platform.Persistence;

namespace Tautan.Identity.Tokens;

/// <summary>What a token will say: whose it is, for which workspace, and what its bearer may do there now.</summary>
internal sealed class Grants(IDbContextFactory<IdentityDb> factory, IUnitOfWork<IdentityDb> unitOfWork, PersonTokens people, TimeProvider time)
{
    /// <summary>The principal for what is exchanged; null where it has no rights any more.</summary>
    public async Task<ClaimsPrincipal?> OfAsync(ClaimsPrincipal subject, CancellationToken cancellationToken) =>
        Guid.TryParse(subject.GetClaim(KeyTokens.KeyClaim), out var key) ? await OfKeyAsync(key, cancellationToken) : await OfPersonAsync(subject, cancellationToken);

    /// <summary>A service for itself: in no workspace, and for the one service that it names.</summary>
    public static ClaimsPrincipal OfService(OpenIddictRequest request)
    {
        var identity = Identity($"service:{request.ClientId}", Guid.Empty, "");
        identity.SetScopes(request.GetScopes());
        identity.SetAudiences(ServiceClients.Audiences.Where(service => request.GetResources().Contains($"https://{service}/")));
        return Seal(identity);
    }

    // The same for all services, with the rights of today.
    private async Task<ClaimsPrincipal?> OfPersonAsync(ClaimsPrincipal subject, CancellationToken cancellationToken)
    {
        if (await people.AgainAsync(subject, cancellationToken) is not { } principal)
            return null;
        principal.SetAudiences(ServiceClients.Audiences);
        principal.SetScopes(principal.GetScopes().Where(Scopes.All.Contains));
        principal.SetAuthorizationId(null);
        return principal;
    }

    private async Task<ClaimsPrincipal?> OfKeyAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var found = await db.Keys.AsNoTracking()
            .Where(key => key.Id == id && key.RevokedAt == null)
            .Join(db.Members, key => new { key.WorkspaceId, key.UserId }, member => new { member.WorkspaceId, member.UserId }, (key, member) => new { Key = key, member.Role })
            .Join(db.Workspaces.Where(workspace => workspace.DeletedAt == null), one => one.Key.WorkspaceId, workspace => workspace.Id, (one, _) => one)
            .SingleOrDefaultAsync(cancellationToken);
        if (found is null)
            return null;
        var key = found.Key;
        var now = time.GetUtcNow().ToStored();
        var identity = Identity($"key:{key.Id}", key.WorkspaceId, found.Role);
        identity.SetClaim(TokenClaims.User, key.UserId.ToString());
        if (key.AllowedNetworks.Length != 0)
            identity.SetClaim(TokenClaims.Networks, key.AllowedNetworks);
        identity.SetScopes(Roles.Allowed(found.Role, key.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        identity.SetAudiences(ServiceClients.Audiences);
        if (key.ExpiresAt is { } end && end - now < TokenClaims.Lifetime)
            identity.SetAccessTokenLifetime(end - now);
        await UsedAsync(id, now, cancellationToken);
        return Seal(identity);
    }

    private Task<bool> UsedAsync(Guid id, DateTimeOffset now, CancellationToken cancellationToken) => unitOfWork.WriteAsync(
        async (context, token) => await context.Db.Keys.Where(key => key.Id == id).ExecuteUpdateAsync(set => set.SetProperty(key => key.LastUsedAt, now), token) != 0,
        cancellationToken);

    /// <summary>What every token says.</summary>
    public static ClaimsIdentity Identity(string subject, Guid workspace, string role)
    {
        var identity = new ClaimsIdentity("tautan", OpenIddictConstants.Claims.Name, OpenIddictConstants.Claims.Role);
        identity.SetClaim(OpenIddictConstants.Claims.Subject, subject);
        identity.SetClaim(TokenClaims.Workspace, workspace.ToString());
        if (role.Length != 0)
            identity.SetClaim(TokenClaims.Role, role);
        return identity;
    }

    /// <summary>Sees to it that all of it stands in the token.</summary>
    public static ClaimsPrincipal Seal(ClaimsIdentity identity)
    {
        identity.SetDestinations(_ => [OpenIddictConstants.Destinations.AccessToken]);
        return new ClaimsPrincipal(identity);
    }
}
