using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Platform.Access;

namespace Tautan.Testing.Services;

/// <summary>Tokens as Identity would make them, for services that are tested without it: they find its key on their disk.</summary>
public sealed class TestTokens : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private SecurityKey _security;
    private readonly string _issuer;
    private readonly TimeProvider _time;

    public TestTokens(string issuer, TimeProvider time)
    {
        _issuer = issuer;
        _time = time;
        _security = new ECDsaSecurityKey(_key) { KeyId = "test" };
    }

    /// <summary>The key as Identity publishes it.</summary>
    public string Jwks
    {
        get
        {
            var point = _key.ExportParameters(includePrivateParameters: false).Q;
            return $$"""{"keys":[{"kty":"EC","crv":"P-256","use":"sig","alg":"ES256","kid":"test","x":"{{Base64UrlEncoder.Encode(point.X)}}","y":"{{Base64UrlEncoder.Encode(point.Y)}}"}]}""";
        }
    }

    /// <summary>Lays the key where a service looks for it.</summary>
    public void Keep(string dataDirectory, string service) => KeptKeys.Write(KeptKeys.PathOf(dataDirectory, service), Jwks, _time.GetUtcNow());

    /// <summary>Signs as a real Identity does that runs in this process, by the key that it looks its own tokens up with.</summary>
    public async Task SignAsAsync(IVerificationKeys keys, string jwks, CancellationToken cancellationToken) =>
        _security = (await keys.FindAsync(new JsonWebKeySet(jwks).Keys[0].KeyId, cancellationToken))!;

    /// <summary>A token of a quarter of an hour, bound to a certificate.</summary>
    public string For(Principal principal, X509Certificate2 bearer, IReadOnlyList<string>? audiences = null)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        var claims = new Dictionary<string, object>
        {
            ["sub"] = principal.Subject,
            ["scope"] = string.Join(' ', principal.Scopes),
            [TokenClaims.Workspace] = principal.Workspace.ToString(),
            [TokenClaims.Role] = principal.Role,
            ["cnf"] = new Dictionary<string, object> { ["x5t#S256"] = Platform.Access.TokenReader.ThumbprintOf(bearer) },
        };
        if (principal.User is { } user)
            claims[TokenClaims.User] = user.ToString();
        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = _issuer,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + TokenClaims.Lifetime,
            TokenType = TokenClaims.Type,
            Claims = claims,
            SigningCredentials = new SigningCredentials(_security, SecurityAlgorithms.EcdsaSha256),
        };
        foreach (var audience in audiences ?? [ServiceNames.Links, ServiceNames.Health, ServiceNames.Identity])
            descriptor.Audiences.Add(audience);
        return new JsonWebTokenHandler().CreateToken(descriptor);
    }

    public void Dispose() => _key.Dispose();
}
