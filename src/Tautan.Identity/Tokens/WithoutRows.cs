using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Tautan.Identity.Tokens;

/// <summary>An access token lives 15 minutes and is judged by its signature: nobody ever looks for its row, so it has none.</summary>
internal sealed class WithoutRows : IOpenIddictServerHandler<GenerateTokenContext>
{
    public ValueTask HandleAsync(GenerateTokenContext context)
    {
        if (context.TokenType == OpenIddictConstants.TokenTypeIdentifiers.AccessToken)
            context.CreateTokenEntry = context.PersistTokenPayload = false;
        return ValueTask.CompletedTask;
    }
}
