namespace Tautan.Contracts;

/// <summary>A path that the gateway passes on, and the service that answers it.</summary>
/// <param name="Service">One of <see cref="ServiceNames"/>.</param>
/// <param name="Pattern">An ASP.NET Core route pattern; of two that match, the more specific one wins.</param>
/// <param name="TakesMuch">A request may carry many things at once, and its body be ten times as large as others (<c>TAUTAN_Gateway__Limits__LargeBodyBytes</c>).</param>
/// <param name="IsOpen">Everybody may ask: the service itself finds out who does, by cookies and forms.</param>
public sealed record PublicRoute(string Service, string Pattern, bool TakesMuch = false, bool IsOpen = false);

/// <summary>What of each service the outside may reach, declared once, beside the contracts.</summary>
public static class PublicRoutes
{
    public static readonly IReadOnlyList<PublicRoute> All =
    [
        new(ServiceNames.Links, "/api/v1/links/{**rest}"),
        new(ServiceNames.Links, "/api/v1/links/bulk", TakesMuch: true),
        new(ServiceNames.Links, "/api/v1/imports/{**rest}", TakesMuch: true),
        new(ServiceNames.Links, "/api/v1/domains/{**rest}"),
        new(ServiceNames.Links, "/api/v1/tags/{**rest}"),
        new(ServiceNames.Health, "/api/v1/links/{id}/health"),
        new(ServiceNames.Health, "/api/v1/links/{id}/checks"),
        new(ServiceNames.Health, "/api/v1/links/{id}/check"),
        new(ServiceNames.Health, "/api/v1/links/{id}/failback"),
        new(ServiceNames.Health, "/api/v1/links/{id}/baseline"),
        new(ServiceNames.Health, "/api/v1/links/{id}/latency"),
        new(ServiceNames.Health, "/api/v1/health/{**rest}"),
        new(ServiceNames.Health, "/api/v1/validations/{**rest}", TakesMuch: true),
        new(ServiceNames.Identity, "/api/v1/me"),
        new(ServiceNames.Identity, "/api/v1/workspaces/{**rest}"),
        new(ServiceNames.Identity, "/api/v1/keys/{**rest}"),
        new(ServiceNames.Identity, "/api/v1/members/{**rest}"),
        new(ServiceNames.Identity, "/api/v1/invitations/{**rest}"),
        new(ServiceNames.Identity, "/api/v1/sessions/{**rest}"),
        new(ServiceNames.Identity, "/connect/{**rest}", IsOpen: true),
        new(ServiceNames.Identity, "/account/{**rest}", IsOpen: true),
        new(ServiceNames.Identity, "/.well-known/openid-configuration", IsOpen: true),
        new(ServiceNames.Identity, "/.well-known/oauth-authorization-server", IsOpen: true),
        new(ServiceNames.Identity, "/.well-known/jwks", IsOpen: true),
    ];
}
