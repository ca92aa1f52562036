using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.Tokens;
using Tautan.Platform.Access;
using TokenReader = Tautan.Platform.Access.TokenReader;

namespace Tautan.Platform.Tests.Access;

public sealed class TokenReaderTests : IDisposable
{
    private const string Issuer = "https://go.example/";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly FakeTimeProvider _time = new(DateTimeOffset.Parse("2026-11-27T12:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
    private readonly X509Certificate2 _gateway = Certificate("gateway");
    private readonly X509Certificate2 _other = Certificate("links");
    private readonly Keys _keys;
    private readonly TokenReader _reader;

    public TokenReaderTests()
    {
        _keys = new Keys("k1", new ECDsaSecurityKey(_key) { KeyId = "k1" });
        _reader = new TokenReader(_keys, Issuer, "links", _time);
    }

    [Fact]
    public async Task A_right_token_says_for_whom_it_is()
    {
        var reading = await ReadAsync(Token());
        reading.Problem.ShouldBeNull();
        reading.Principal!.Subject.ShouldBe("key:1");
        reading.Principal.Role.ShouldBe("editor");
        reading.Principal.Scopes.Order().ShouldBe(["links:read", "links:write"]);
        (await ReadAsync(Token())).Principal.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_token_without_a_signature_is_refused()
    {
        await RefusedAsync(Token(header => header["alg"] = "none", sign: _ => []));
        await RefusedAsync(Token(header => header["alg"] = "none"));
        var token = Token();
        await RefusedAsync(token[..(token.LastIndexOf('.') + 1)]);
    }

    [Fact]
    public async Task A_token_signed_with_the_public_key_as_a_secret_is_refused()
    {
        var secret = Encoding.UTF8.GetBytes(_key.ExportSubjectPublicKeyInfoPem());
        await RefusedAsync(Token(header => header["alg"] = "HS256", sign: data => HMACSHA256.HashData(secret, data)));
    }

    [Theory]
    [InlineData("k2")]
    [InlineData("../../etc/passwd")]
    [InlineData("..%2f..%2fetc%2fpasswd")]
    [InlineData("' OR 1=1 --")]
    [InlineData("")]
    public async Task A_token_that_names_a_key_that_is_none_of_ours_is_refused(string id)
    {
        await RefusedAsync(Token(header => header["kid"] = id));
        _keys.Asked.ShouldAllBe(asked => asked == id);
    }

    [Fact]
    public async Task A_token_that_names_no_key_or_an_endless_one_is_refused_without_a_question()
    {
        await RefusedAsync(Token(header => header.Remove("kid")));
        await RefusedAsync(Token(header => header["kid"] = new string('k', 200)));
        _keys.Asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("jwk")]
    [InlineData("jku")]
    [InlineData("x5u")]
    [InlineData("x5c")]
    public async Task A_key_that_a_token_brings_along_is_not_looked_at(string field)
    {
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = own.ExportParameters(includePrivateParameters: false).Q;
        JsonNode brought = field switch
        {
            "jwk" => new JsonObject { ["kty"] = "EC", ["crv"] = "P-256", ["kid"] = "k1", ["x"] = Base64UrlEncoder.Encode(point.X), ["y"] = Base64UrlEncoder.Encode(point.Y) },
            "x5c" => new JsonArray(Convert.ToBase64String(_other.RawData)),
            _ => "https://evil.example/keys",
        };
        await RefusedAsync(Token(header => header[field] = brought, sign: data => own.SignData(data, HashAlgorithmName.SHA256)));
    }

    [Fact]
    public async Task A_token_ends()
    {
        var token = Token();
        (await ReadAsync(token)).Principal.ShouldNotBeNull();
        _time.Advance(TimeSpan.FromMinutes(16));
        await RefusedAsync(token);
    }

    [Fact]
    public async Task A_token_that_is_not_valid_yet_is_refused() =>
        await RefusedAsync(Token(claims: payload => payload["nbf"] = _time.GetUtcNow().AddMinutes(5).ToUnixTimeSeconds()));

    [Theory]
    [InlineData("exp")]
    [InlineData("aud")]
    [InlineData("iss")]
    [InlineData("sub")]
    [InlineData("workspace")]
    [InlineData("cnf")]
    public async Task A_token_that_lacks_a_claim_is_refused(string claim) => await RefusedAsync(Token(claims: payload => payload.Remove(claim)));

    [Theory]
    [InlineData("aud", "health")]
    [InlineData("iss", "https://evil.example/")]
    [InlineData("iss", "https://go.example")]
    [InlineData("workspace", "all")]
    public async Task A_token_that_claims_something_else_is_refused(string claim, string value) => await RefusedAsync(Token(claims: payload => payload[claim] = value));

    [Theory]
    [InlineData("JWT")]
    [InlineData("id_token+jwt")]
    [InlineData("")]
    public async Task A_token_of_another_type_is_refused(string type) => await RefusedAsync(Token(header => header["typ"] = type));

    [Fact]
    public async Task A_bound_token_is_no_use_to_anybody_else()
    {
        var token = Token();
        (await ReadAsync(token)).Principal.ShouldNotBeNull();
        var stolen = await _reader.ReadAsync(token, _other, TestContext.Current.CancellationToken);
        stolen.Principal.ShouldBeNull();
        stolen.Problem!.ShouldContain("another certificate");
        (await new TokenReader(_keys, Issuer, "links", _time).ReadAsync(token, _other, TestContext.Current.CancellationToken)).Principal.ShouldBeNull();
    }

    [Fact]
    public async Task A_token_that_was_changed_is_refused()
    {
        var token = Token();
        var (before, _) = (token.Split('.'), 0);
        var payload = JsonNode.Parse(Base64UrlEncoder.Decode(before[1]))!;
        payload["scope"] = "admin";
        await RefusedAsync($"{before[0]}.{Base64UrlEncoder.Encode(payload.ToJsonString())}.{before[2]}");
        for (var length = 0; length < token.Length; length += 37)
            await RefusedAsync(token[..length]);
    }

    [Fact]
    public async Task A_token_of_a_megabyte_is_not_read()
    {
        await RefusedAsync(Token(claims: payload => payload["more"] = new string('x', 1_000_000)));
        await RefusedAsync(new string('a', 1_000_000));
        await RefusedAsync(new string('.', 1_000_000));
        _keys.Asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("tautan_0123")]
    [InlineData("a.b.c")]
    [InlineData("..")]
    [InlineData("eyJhbGciOiJFUzI1NiJ9..")]
    [InlineData("\0")]
    public async Task What_is_no_token_is_refused(string text) => await RefusedAsync(text);

    public void Dispose()
    {
        _key.Dispose();
        _gateway.Dispose();
        _other.Dispose();
    }

    private ValueTask<TokenReading> ReadAsync(string token) => _reader.ReadAsync(token, _gateway, TestContext.Current.CancellationToken);

    private async Task RefusedAsync(string token)
    {
        var reading = await ReadAsync(token);
        reading.Principal.ShouldBeNull();
        reading.Problem.ShouldNotBeNull();
    }

    private string Token(Action<JsonObject>? header = null, Action<JsonObject>? claims = null, Func<byte[], byte[]>? sign = null)
    {
        var head = new JsonObject { ["alg"] = "ES256", ["typ"] = "at+jwt", ["kid"] = "k1" };
        header?.Invoke(head);
        var now = _time.GetUtcNow();
        var payload = new JsonObject
        {
            ["iss"] = Issuer,
            ["aud"] = new JsonArray("links", "identity"),
            ["sub"] = "key:1",
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddMinutes(15).ToUnixTimeSeconds(),
            ["workspace"] = "01900000-0000-7000-8000-000000000001",
            ["role"] = "editor",
            ["scope"] = "links:read links:write",
            ["cnf"] = new JsonObject { ["x5t#S256"] = TokenReader.ThumbprintOf(_gateway) },
        };
        claims?.Invoke(payload);
        var signed = $"{Base64UrlEncoder.Encode(JsonSerializer.Serialize(head))}.{Base64UrlEncoder.Encode(JsonSerializer.Serialize(payload))}";
        var data = Encoding.ASCII.GetBytes(signed);
        return $"{signed}.{Base64UrlEncoder.Encode(sign is null ? _key.SignData(data, HashAlgorithmName.SHA256) : sign(data))}";
    }

    private static X509Certificate2 Certificate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
    }

    private sealed class Keys(string id, SecurityKey key) : IVerificationKeys
    {
        public List<string> Asked { get; } = [];

        public ValueTask<SecurityKey?> FindAsync(string asked, CancellationToken cancellationToken)
        {
            Asked.Add(asked);
            return ValueTask.FromResult(asked == id ? key : null);
        }
    }
}
