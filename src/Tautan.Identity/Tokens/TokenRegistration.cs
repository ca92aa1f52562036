using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Identity.Signing;
using Tautan.Platform.Access;
using Tautan.Platform.Certificates;
using Tautan.Platform.Hosting;
using Tautan.Platform.Web;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Tautan.Identity.Tokens;

internal static class TokenRegistration
{
    /// <summary>Adds what makes tokens: OpenIddict, over this service's database and keys.</summary>
    /// <param name="builder">The service's.</param>
    /// <param name="environment">Where it runs, and the CA is that services are believed by.</param>
    public static void AddTokens(this WebApplicationBuilder builder, ServiceEnvironment environment)
    {
        var services = builder.Services;
        services.AddSingleton<SigningKeys>();
        services.AddSingleton<IVerificationKeys>(provider => provider.GetRequiredService<SigningKeys>());
        services.AddSingleton<IConfigureOptions<OpenIddictServerOptions>>(provider => provider.GetRequiredService<SigningKeys>());
        services.AddSingleton<IOptionsChangeTokenSource<OpenIddictServerOptions>>(provider => provider.GetRequiredService<SigningKeys>());
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<IdentityDb>>().CreateDbContext());
        services.AddSingleton<Grants>();
        services.AddSingleton<PersonTokens>();
        services.AddOpenIddict()
            .AddCore(core => core.UseEntityFrameworkCore().UseDbContext<IdentityDb>())
            .AddServer(server => Configure(server, new CertificateFiles(Path.Combine(environment.DataDirectory, "certs"))));
    }

    /// <summary>What OpenIddict answers itself needs an endpoint too, to be open to anybody.</summary>
    public static void MapOwnAnswers(this WebApplication app)
    {
        app.MapGet(TokenClaims.KeysPath, () => Results.NotFound()).AllowCallers([.. ServiceClients.All, ServiceNames.House]);
        foreach (var path in new[] { "/.well-known/openid-configuration", "/.well-known/oauth-authorization-server" })
            app.MapGet(path, () => Results.NotFound()).AllowCallers(ServiceNames.Gateway);
        foreach (var path in new[] { "/connect/device", "/connect/revoke", "/connect/introspect", "/connect/par" })
            app.MapPost(path, () => Results.NotFound()).AllowCallers(ServiceNames.Gateway);
    }

    private static void Configure(OpenIddictServerBuilder server, CertificateFiles certificates)
    {
        server.SetTokenEndpointUris("connect/token", TokenClaims.InternalTokenPath[1..])
            .SetAuthorizationEndpointUris("connect/authorize")
            .SetDeviceAuthorizationEndpointUris("connect/device")
            .SetEndUserVerificationEndpointUris("connect/verify")
            .SetRevocationEndpointUris("connect/revoke")
            .SetIntrospectionEndpointUris("connect/introspect")
            .SetPushedAuthorizationEndpointUris("connect/par")
            .SetConfigurationEndpointUris(".well-known/openid-configuration", ".well-known/oauth-authorization-server")
            .AllowAuthorizationCodeFlow()
            .RequireProofKeyForCodeExchange()
            .AllowRefreshTokenFlow()
            .AllowDeviceAuthorizationFlow()
            .SetRefreshTokenReuseLeeway(TimeSpan.Zero)
            .SetRefreshTokenLifetime(Sessions.SignedIn.Lifetime)
            .SetJsonWebKeySetEndpointUris(TokenClaims.KeysPath[1..])
            .AllowClientCredentialsFlow()
            .AllowTokenExchangeFlow()
            .DisableAccessTokenEncryption()
            .SetAccessTokenLifetime(TokenClaims.Lifetime)
            .UseClientCertificateBoundAccessTokens()
            .EnablePublicKeyInfrastructureTlsClientAuthentication(
                certificates.ReadAuthorities(), policy => policy.RevocationMode = System.Security.Cryptography.X509Certificates.X509RevocationMode.NoCheck)
            .RegisterScopes([.. Scopes.All])
            .IgnoreScopePermissions()
            .IgnoreResourcePermissions()
            .RegisterResources([.. ServiceClients.Audiences.Select(service => $"https://{service}/")]);
        server.Configure(options =>
        {
            options.SubjectTokenTypes.Add(TokenClaims.ApiKeyType);
            options.CodeChallengeMethods.Remove(OpenIddictConstants.CodeChallengeMethods.Plain);
        });
        server.AddEventHandler<ValidateTokenContext>(handler => handler
            .UseSingletonHandler<KeyTokens>()
            .SetOrder(OpenIddictServerHandlers.Protection.ValidateIdentityModelToken.Descriptor.Order - 500));
        server.AddEventHandler<GenerateTokenContext>(handler => handler
            .UseSingletonHandler<WithoutRows>()
            .SetOrder(OpenIddictServerHandlers.Protection.CreateTokenEntry.Descriptor.Order - 500));
        server.AddEventHandler<ValidateAuthorizationRequestContext>(handler => handler.UseSingletonHandler<PlainRedirects>().SetOrder(int.MinValue + 100_000));
        server.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseSingletonHandler<DevicePolling>().SetOrder(int.MinValue + 100_000));
        server.AddEventHandler<ApplyDeviceAuthorizationResponseContext>(handler => handler.UseSingletonHandler<DevicePolling>().SetOrder(int.MinValue + 100_000));
        server.UseAspNetCore()
            .EnableTokenEndpointPassthrough()
            .EnableAuthorizationEndpointPassthrough()
            .EnableEndUserVerificationEndpointPassthrough().DisableTransportSecurityRequirement();
    }
}
