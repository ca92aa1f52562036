using OpenIddict.Abstractions;
using Tautan.Contracts.Access;

namespace Tautan.Identity.Tokens;

/// <summary>Programs that people use, and that keep no secret.</summary>
internal static class PublicClients
{
    /// <summary>The command line: by a code that is typed into a browser, or by a browser on the same machine (RFC 8252).</summary>
    public static OpenIddictApplicationDescriptor CommandLine => new()
    {
        ClientId = "tautan-cli",
        ClientType = OpenIddictConstants.ClientTypes.Public,
        ApplicationType = OpenIddictConstants.ApplicationTypes.Native,
        ConsentType = OpenIddictConstants.ConsentTypes.Implicit,
        DisplayName = "tautan (command line)",
        RedirectUris = { new Uri("http://127.0.0.1/callback"), new Uri("http://[::1]/callback") },
        Permissions =
        {
            OpenIddictConstants.Permissions.Endpoints.Authorization,
            OpenIddictConstants.Permissions.Endpoints.DeviceAuthorization,
            OpenIddictConstants.Permissions.Endpoints.Token,
            OpenIddictConstants.Permissions.Endpoints.Revocation,
            OpenIddictConstants.Permissions.Endpoints.PushedAuthorization,
            OpenIddictConstants.Permissions.GrantTypes.AuthorizationCode,
            OpenIddictConstants.Permissions.GrantTypes.DeviceCode,
            OpenIddictConstants.Permissions.GrantTypes.RefreshToken,
            OpenIddictConstants.Permissions.ResponseTypes.Code,
        },
        Requirements = { OpenIddictConstants.Requirements.Features.ProofKeyForCodeExchange },
    };

    /// <summary>What a program gets that asks for nothing in particular.</summary>
    public static readonly IReadOnlyList<string> DefaultScopes = [Scopes.Admin, OpenIddictConstants.Scopes.OfflineAccess];
}
