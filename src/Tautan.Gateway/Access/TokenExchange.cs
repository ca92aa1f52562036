using System.Net;
using System.Text.Json;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Platform.Resilience;

namespace Tautan.Gateway.Access;

/// <summary>Exchanges what visitors bring for what services believe (RFC 8693), at Identity.</summary>
internal sealed class TokenExchange(ServiceCalls calls, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The grant; null: what was brought is not valid.</summary>
    /// <exception cref="IdentityAwayException">Identity did not say.</exception>
    public async Task<Grant?> ExchangeAsync(string credential, CancellationToken cancellationToken)
    {
        using var deadline = new CallDeadline(Patience, time, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"https://{ServiceNames.Identity}{TokenClaims.InternalTokenPath}")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new FormUrlEncodedContent(
            [
                new("grant_type", TokenClaims.TokenExchange),
                new("client_id", ServiceNames.Gateway),
                new("subject_token", credential),
                new("subject_token_type", ApiKey.IsWellFormed(credential) ? TokenClaims.ApiKeyType : TokenClaims.AccessTokenType),
            ]),
        };
        request.Options.Set(CallDeadline.Key, deadline);
        try
        {
            using var response = await calls.To(ServiceNames.Identity).SendAsync(request, deadline.Token);
            using var body = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(deadline.Token), cancellationToken: deadline.Token);
            if (response.StatusCode == HttpStatusCode.OK)
                return GrantText.Read(body.RootElement.GetProperty("access_token").GetString()!);
            var error = body.RootElement.TryGetProperty("error", out var code) ? code.GetString() : null;
            return response.StatusCode == HttpStatusCode.BadRequest && error is "invalid_grant" or "invalid_token" or "invalid_request"
                ? null
                : throw new IdentityAwayException($"Identity answered {(int)response.StatusCode} {error}.");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or JsonException or KeyNotFoundException or FormatException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new IdentityAwayException(exception.Message, exception);
        }
    }
}
