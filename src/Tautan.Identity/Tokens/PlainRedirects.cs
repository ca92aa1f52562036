using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Tautan.Identity.Tokens;

/// <summary>A redirect URI is compared as text (RFC 9700 §2.1): one that is spelt in another way than it would be written is refused.</summary>
internal sealed class PlainRedirects : IOpenIddictServerHandler<ValidateAuthorizationRequestContext>
{
    public ValueTask HandleAsync(ValidateAuthorizationRequestContext context)
    {
        if (context.Request.RedirectUri is { Length: > 0 } text && Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.AbsoluteUri != text)
            context.Reject(OpenIddictConstants.Errors.InvalidRequest, "The redirect_uri is not spelt as it was registered.");

        return ValueTask.CompletedTask;
    }
}
