using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using Tautan.Contracts;
using Tautan.Contracts.Access;

namespace Tautan.Identity.Tokens;

/// <summary>Sees to it that each service is a client, which proves itself with its certificate (RFC 8705 §2.1) and nothing else.</summary>
internal sealed class ServiceClients(IServiceScopeFactory scopes) : IHostedService
{
    /// <summary>The services that take tokens: a token of the gateway is for all of them.</summary>
    public static readonly IReadOnlyList<string> Audiences = [ServiceNames.Links, ServiceNames.Health, ServiceNames.Identity];

    /// <summary>Every service that asks for tokens.</summary>
    public static readonly IReadOnlyList<string> All = [ServiceNames.Gateway, .. Audiences];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var applications = scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>();
        foreach (var client in All.Select(Describe).Append(PublicClients.CommandLine))
        {
            if (await applications.FindByClientIdAsync(client.ClientId!, cancellationToken) is not null)
                continue;
            try
            {
                await applications.CreateAsync(client, cancellationToken);
            }
            catch (Exception exception) when (exception is OpenIddictExceptions.ValidationException or Microsoft.EntityFrameworkCore.DbUpdateException)
            {
                // Another process was first.
                if (await applications.FindByClientIdAsync(client.ClientId!, cancellationToken) is null)
                    throw;
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // A confidential client must have a secret or a key. This key's other half is forgotten at once, so that the certificate is the only way.
    private static JsonWebKeySet NobodysKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return new JsonWebKeySet
        {
            Keys = { new JsonWebKey { Kty = "EC", Crv = "P-256", Use = "sig", KeyId = "none", X = Base64UrlEncoder.Encode(point.X), Y = Base64UrlEncoder.Encode(point.Y) } },
        };
    }

    private static OpenIddictApplicationDescriptor Describe(string service) => new()
    {
        JsonWebKeySet = NobodysKey(),
        ClientId = service,
        ClientType = OpenIddictConstants.ClientTypes.Confidential,
        DisplayName = service,
        // A certificate's name must be the host of one of these, or it is not the client's.
        RedirectUris = { new Uri($"https://{service}/") },
        Permissions =
        {
            OpenIddictConstants.Permissions.Endpoints.Token,
            OpenIddictConstants.Permissions.GrantTypes.ClientCredentials,
            OpenIddictConstants.Permissions.Prefixes.GrantType + TokenClaims.TokenExchange,
        },
    };
}
