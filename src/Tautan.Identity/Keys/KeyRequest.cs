using Tautan.Platform.Web.OpenApi;

namespace Tautan.Identity.Keys;

/// <summary>What a new API key is asked to be.</summary>
/// <param name="Name">1 to 100 characters.</param>
/// <param name="Scopes">At least one, and none that the caller lacks.</param>
/// <param name="Workspace">Another workspace, for callers with the scope <c>admin</c>; null: the caller's.</param>
/// <param name="ExpiresAt">In the future; null: never.</param>
/// <param name="AllowedNetworks">Addresses or networks from which it may be used; none: everywhere.</param>
internal sealed record KeyRequest(
    [property: Field(IsRequired = true, Minimum = 1, Maximum = 100)] string? Name,
    [property: Field(IsRequired = true, Minimum = 1, Values = [Contracts.Access.Scopes.LinksRead, Contracts.Access.Scopes.LinksWrite, Contracts.Access.Scopes.HealthRead, Contracts.Access.Scopes.HealthWrite, Contracts.Access.Scopes.AnalyticsRead, Contracts.Access.Scopes.AuditRead, Contracts.Access.Scopes.KeysManage, Contracts.Access.Scopes.MembersManage, Contracts.Access.Scopes.SystemRead, Contracts.Access.Scopes.Admin])] IReadOnlyList<string?>? Scopes,
    Guid? Workspace = null,
    DateTimeOffset? ExpiresAt = null,
    IReadOnlyList<string?>? AllowedNetworks = null);
