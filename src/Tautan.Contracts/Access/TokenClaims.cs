namespace Tautan.Contracts.Access;

/// <summary>The claims of an access token (RFC 9068) that are Tautan's own, beside <c>iss sub aud exp iat jti client_id scope cnf</c>.</summary>
public static class TokenClaims
{
    /// <summary>The type in a token's header.</summary>
    public const string Type = "at+jwt";

    /// <summary>The one algorithm that is signed with and believed.</summary>
    public const string Algorithm = "ES256";

    /// <summary>The workspace's id.</summary>
    public const string Workspace = "workspace";

    /// <summary>One of <see cref="Roles"/>.</summary>
    public const string Role = "role";

    /// <summary>The id of the user on whose behalf it is used; a key has its user too.</summary>
    public const string User = "user";

    /// <summary>The id of the session that it belongs to.</summary>
    public const string Session = "sid";

    /// <summary>The networks from which the key may be used, separated by spaces; missing: from everywhere. The gateway enforces it.</summary>
    public const string Networks = "networks";

    /// <summary>The grant of RFC 8693.</summary>
    public const string TokenExchange = "urn:ietf:params:oauth:grant-type:token-exchange";

    /// <summary>The <c>subject_token_type</c> of an API key.</summary>
    public const string ApiKeyType = "urn:tautan:params:oauth:token-type:api-key";

    /// <summary>The <c>subject_token_type</c> of an access token (RFC 8693 §3).</summary>
    public const string AccessTokenType = "urn:ietf:params:oauth:token-type:access_token";

    /// <summary>Where services, and they alone, ask Identity for tokens.</summary>
    public const string InternalTokenPath = "/internal/token";

    /// <summary>Where the keys are that tokens are signed with (RFC 7517).</summary>
    public const string KeysPath = "/.well-known/jwks";

    /// <summary>How long an access token is valid.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);
}
