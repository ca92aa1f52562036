using System.Net;
using System.Text.Json.Nodes;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Testing.Services;

namespace Tautan.Identity.Tests.Tokens;

/// <summary>How services ask for tokens.</summary>
internal static class Exchanging
{
    public static Task<(HttpStatusCode Status, JsonNode Body)> ExchangeAsync(this TestInstallation installation, string key, string caller = ServiceNames.Gateway, string? client = null) =>
        installation.TokenAsync(
            caller,
            new()
            {
                ["grant_type"] = TokenClaims.TokenExchange,
                ["client_id"] = client ?? caller,
                ["subject_token"] = key,
                ["subject_token_type"] = TokenClaims.ApiKeyType,
            });

    public static async Task<(HttpStatusCode Status, JsonNode Body)> TokenAsync(this TestInstallation installation, string caller, Dictionary<string, string> form)
    {
        using var client = installation.Client(caller, ServiceNames.Identity);
        using var content = new FormUrlEncodedContent(form);
        using var response = await client.PostAsync(TokenClaims.InternalTokenPath, content, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (response.StatusCode, text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!);
    }

    public static JsonNode Payload(string token) => JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1]))!;

    public static JsonNode Header(string token) => JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[0]))!;

    public static string AdminKey(this TestInstallation installation) => File.ReadAllText(Path.Combine(installation.DataDirectory, "admin-api-key")).Trim();
}
