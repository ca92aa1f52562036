using System.Net.Http.Headers;
using Tautan.Contracts.Access;
using Tautan.Platform.Certificates;

namespace Tautan.Testing.Services;

/// <summary>Gives each request a token for whom it is made, bound to the certificate that it is sent with.</summary>
/// <param name="tokens">Makes them.</param>
/// <param name="identity">Whose certificate it is.</param>
/// <param name="principal">For whom, where a request does not say so itself; null: for nobody.</param>
/// <param name="inner">Sends it.</param>
public sealed class PrincipalHandler(TestTokens tokens, ServiceIdentity identity, Principal? principal, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>For whom a request is made.</summary>
    public static readonly HttpRequestOptionsKey<Principal> Asking = new("principal");

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var whom = request.Options.TryGetValue(Asking, out var asking) ? asking : principal;
        if (whom is not null && request.Headers.Authorization is null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens.For(whom, identity.Certificate));
        return base.SendAsync(request, cancellationToken);
    }
}
