namespace Tautan.Contracts.Access;

/// <summary>The scopes that a key or a token can carry.</summary>
public static class Scopes
{
    public const string LinksRead = "links:read";
    public const string LinksWrite = "links:write";
    public const string HealthRead = "health:read";
    public const string HealthWrite = "health:write";
    public const string AnalyticsRead = "analytics:read";
    public const string AuditRead = "audit:read";
    public const string KeysManage = "keys:manage";
    public const string MembersManage = "members:manage";
    public const string SystemRead = "system:read";

    /// <summary>All of them.</summary>
    public const string Admin = "admin";

    public static readonly IReadOnlyList<string> All =
        [LinksRead, LinksWrite, HealthRead, HealthWrite, AnalyticsRead, AuditRead, KeysManage, MembersManage, SystemRead, Admin];
}
