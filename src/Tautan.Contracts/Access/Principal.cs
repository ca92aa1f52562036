namespace Tautan.Contracts.Access;

/// <summary>Who a call is made for, as the gateway established it.</summary>
/// <param name="Workspace">The workspace in which everything happens.</param>
/// <param name="Subject">A stable name: <c>key:admin</c>, later a user's or a key's id.</param>
/// <param name="Scopes">What the caller may do: <c>links:read</c>, <c>links:write</c>, <c>health:read</c>, <c>health:write</c>, … or <c>admin</c>, which is all.</param>
public sealed record Principal(Guid Workspace, string Subject, IReadOnlySet<string> Scopes)
{
    public bool Has(string scope) => Scopes.Contains(scope) || Scopes.Contains(Access.Scopes.Admin);
}
