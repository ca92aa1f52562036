using Microsoft.AspNetCore.Builder;

namespace Tautan.Platform.Web;

/// <summary>Which services may call an endpoint. Without it nobody may.</summary>
public sealed record AllowedCallers(IReadOnlyList<string> Services);

/// <summary>The scope that the principal of a call must have.</summary>
public sealed record RequiredScope(string Scope);

/// <summary>A call must be made for somebody, whatever its scopes: what everybody may know or do for itself.</summary>
public sealed record RequiredPrincipal;

public static class EndpointRules
{
    /// <summary>Names the services that may call these endpoints.</summary>
    public static TBuilder AllowCallers<TBuilder>(this TBuilder builder, params string[] services)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new AllowedCallers(services));

    /// <summary>Demands a principal that has this scope.</summary>
    public static TBuilder RequireScope<TBuilder>(this TBuilder builder, string scope)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new RequiredScope(scope));

    /// <summary>Demands a principal, and no scope of it.</summary>
    public static TBuilder RequirePrincipal<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new RequiredPrincipal());
}
