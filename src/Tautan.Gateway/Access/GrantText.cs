using System.Buffers.Text;
using System.Net;
using System.Text.Json;
using Tautan.Contracts.Access;

namespace Tautan.Gateway.Access;

/// <summary>Reads what a token says. Not whether it is true: it comes from Identity, over a connection that proves it.</summary>
internal static class GrantText
{
    /// <exception cref="FormatException">It is no token as Identity makes them.</exception>
    public static Grant Read(string token)
    {
        try
        {
            if (token.Split('.') is not [_, var payload, _])
                throw new FormatException("A token has three parts.");
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
            var root = claims.RootElement;
            var principal = new Principal(
                root.GetProperty(TokenClaims.Workspace).GetGuid(),
                root.GetProperty("sub").GetString()!,
                Text(root, "scope").Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(),
                Text(root, TokenClaims.Role),
                Guid.TryParse(Text(root, TokenClaims.User), out var user) ? user : null,
                Guid.TryParse(Text(root, TokenClaims.Session), out var session) ? session : null);
            return new Grant(
                token,
                principal,
                DateTimeOffset.FromUnixTimeSeconds(root.GetProperty("iat").GetInt64()),
                DateTimeOffset.FromUnixTimeSeconds(root.GetProperty("exp").GetInt64()),
                [.. Text(root, TokenClaims.Networks).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(network => IPNetwork.Parse(network))]);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException("It is no token as Identity makes them.", exception);
        }
    }

    private static string Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
