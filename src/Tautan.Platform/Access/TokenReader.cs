using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Tautan.Contracts.Access;

namespace Tautan.Platform.Access;

/// <summary>
/// Judges access tokens (RFC 9068) by Identity's public keys alone: one algorithm, one type, this issuer, this service as audience, and bound to the
/// certificate of whoever brings it (RFC 8705). A token that was found valid is believed until it ends without being read again.
/// </summary>
public sealed class TokenReader(IVerificationKeys keys, string issuer, string audience, TimeProvider time)
{
    /// <summary>The longest token that is looked at, in characters.</summary>
    public const int Longest = 16 * 1024;

    private const int MostRemembered = 20_000;
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(10);

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = Longest };
    private readonly ConcurrentDictionary<string, Remembered> _remembered = new(StringComparer.Ordinal);
    private readonly ConditionalWeakTable<X509Certificate2, string> _thumbprints = [];

    /// <exception cref="KeysUnavailableException">Nobody can say.</exception>
    public async ValueTask<TokenReading> ReadAsync(string token, X509Certificate2 certificate, CancellationToken cancellationToken)
    {
        var thumbprint = _thumbprints.GetValue(certificate, ThumbprintOf);
        if (_remembered.TryGetValue(token, out var known))
        {
            if (known.Until <= time.GetUtcNow())
                _remembered.TryRemove(token, out _);
            else
                return known.Thumbprint == thumbprint ? new TokenReading(known.Principal, null) : NotBound;
        }

        if (token.Length > Longest)
            return new TokenReading(null, "it is longer than tokens are");
        JsonWebToken read;
        try
        {
            read = _handler.ReadJsonWebToken(token);
        }
        catch (Exception exception) when (exception is ArgumentException or SecurityTokenException or FormatException or System.Text.Json.JsonException)
        {
            return new TokenReading(null, "it is no signed token");
        }

        if (read.Alg != TokenClaims.Algorithm || read.Kid is not { Length: > 0 and <= 128 } id)
            return new TokenReading(null, $"it is not signed with {TokenClaims.Algorithm} and a key that is named");
        if (await keys.FindAsync(id, cancellationToken) is not { } key)
            return new TokenReading(null, "its key is unknown");
        var result = await _handler.ValidateTokenAsync(read, Parameters(key));
        if (!result.IsValid)
            return new TokenReading(null, ProblemOf(result.Exception));
        if (PrincipalOf(read) is not { } principal)
            return new TokenReading(null, "it does not say for whom it is");
        if (BoundTo(read) is not { } bound || bound != thumbprint)
            return NotBound;
        if (_remembered.Count >= MostRemembered)
            Forget();
        _remembered[token] = new Remembered(principal, thumbprint, new DateTimeOffset(read.ValidTo, TimeSpan.Zero));
        return new TokenReading(principal, null);
    }

    /// <summary>As in <c>cnf x5t#S256</c>.</summary>
    public static string ThumbprintOf(X509Certificate2 certificate) => Base64UrlEncoder.Encode(certificate.GetCertHash(HashAlgorithmName.SHA256));

    private static TokenReading NotBound => new(null, "it is bound to another certificate");

    private TokenValidationParameters Parameters(SecurityKey key) => new()
    {
        ValidIssuer = issuer,
        ValidAudience = audience,
        IssuerSigningKey = key,
        ValidAlgorithms = [TokenClaims.Algorithm],
        ValidTypes = [TokenClaims.Type],
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        TryAllIssuerSigningKeys = false,
        LifetimeValidator = (begin, end, _, _) =>
            end is { } last && new DateTimeOffset(last, TimeSpan.Zero) > time.GetUtcNow() - ClockSkew
            && (begin is not { } first || new DateTimeOffset(first, TimeSpan.Zero) <= time.GetUtcNow() + ClockSkew),
    };

    private static Principal? PrincipalOf(JsonWebToken token)
    {
        if (token.Subject is not { Length: > 0 } subject || !Guid.TryParse(Text(token, TokenClaims.Workspace), out var workspace))
            return null;
        return new Principal(
            workspace,
            subject,
            Text(token, "scope").Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(),
            Text(token, TokenClaims.Role),
            Guid.TryParse(Text(token, TokenClaims.User), out var user) ? user : null,
            Guid.TryParse(Text(token, TokenClaims.Session), out var session) ? session : null);
    }

    private static string? BoundTo(JsonWebToken token)
    {
        if (!token.TryGetPayloadValue<System.Text.Json.JsonElement>("cnf", out var confirmation) || confirmation.ValueKind != System.Text.Json.JsonValueKind.Object)
            return null;
        return confirmation.TryGetProperty("x5t#S256", out var thumbprint) && thumbprint.ValueKind == System.Text.Json.JsonValueKind.String ? thumbprint.GetString() : null;
    }

    private static string Text(JsonWebToken token, string claim) =>
        token.TryGetPayloadValue<object>(claim, out var value) ? Convert.ToString(value, CultureInfo.InvariantCulture) ?? "" : "";

    private static string ProblemOf(Exception exception) => exception switch
    {
        SecurityTokenInvalidLifetimeException => "it has expired, or is not valid yet",
        SecurityTokenExpiredException => "it has expired",
        SecurityTokenInvalidAudienceException => "it is for another audience",
        SecurityTokenInvalidIssuerException => "it is another issuer's",
        SecurityTokenInvalidTypeException => $"it is of another type than {TokenClaims.Type}",
        _ => "its signature is not right",
    };

    private void Forget()
    {
        var now = time.GetUtcNow();
        foreach (var (token, _) in _remembered.Where(one => one.Value.Until <= now))
            _remembered.TryRemove(token, out _);
        if (_remembered.Count >= MostRemembered)
            _remembered.Clear();
    }

    private sealed record Remembered(Principal Principal, string Thumbprint, DateTimeOffset Until);
}
