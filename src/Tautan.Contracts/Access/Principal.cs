namespace Tautan.Contracts.Access;

/// <summary>Who a call is made for, as its token says.</summary>
/// <param name="Workspace">The workspace in which everything happens.</param>
/// <param name="Subject">A stable name: <c>user:{id}</c>, <c>key:{id}</c> or <c>service:{name}</c>.</param>
/// <param name="Scopes">What the caller may do: <c>links:read</c>, <c>links:write</c>, <c>health:read</c>, <c>health:write</c>, … or <c>admin</c>, which is all.</param>
/// <param name="Role">One of <see cref="Roles"/>; empty for a service.</param>
/// <param name="User">The user behind it; null for a service.</param>
/// <param name="Session">The session that it belongs to, if any.</param>
public sealed record Principal(Guid Workspace, string Subject, IReadOnlySet<string> Scopes, string Role = "", Guid? User = null, Guid? Session = null)
{
    public bool Has(string scope) => Scopes.Contains(scope) || Scopes.Contains(Access.Scopes.Admin);
}
