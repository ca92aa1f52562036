using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Identity.Keys;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Tautan.Identity.Tokens;

/// <summary>Reads an API key where a subject token is expected (RFC 8693 §2.1): a key is a token that only we can read.</summary>
internal sealed class KeyTokens(IDbContextFactory<IdentityDb> factory, TimeProvider time) : IOpenIddictServerHandler<ValidateTokenContext>
{
    /// <summary>The claim with the key's id.</summary>
    public const string KeyClaim = "tautan_key";

    public async ValueTask HandleAsync(ValidateTokenContext context)
    {
        if (!context.ValidTokenTypes.Contains(TokenClaims.ApiKeyType))
            return;
        if (!ApiKey.IsWellFormed(context.Token) || await FindAsync(context.Token, context.CancellationToken) is not { } key)
        {
            context.Reject(OpenIddictConstants.Errors.InvalidGrant, "The API key is not valid.");
            return;
        }

        var identity = new ClaimsIdentity("key");
        identity.AddClaim(new Claim(OpenIddictConstants.Claims.Subject, $"key:{key.Id}"));
        identity.AddClaim(new Claim(KeyClaim, key.Id.ToString()));
        var principal = new ClaimsPrincipal(identity);
        principal.SetTokenType(TokenClaims.ApiKeyType);
        principal.SetPresenters(ServiceNames.Gateway);
        context.Principal = principal;
    }

    private async Task<Key?> FindAsync(string text, CancellationToken cancellationToken)
    {
        var hash = KeyHash.Of(text);
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var key = await db.Keys.AsNoTracking().SingleOrDefaultAsync(row => row.Hash == hash, cancellationToken);
        return key is { RevokedAt: null } && (key.ExpiresAt is not { } end || end > time.GetUtcNow()) ? key : null;
    }
}
