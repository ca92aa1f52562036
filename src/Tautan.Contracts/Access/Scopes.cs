namespace Tautan.Contracts.Access;

/// <summary>The scopes that a key or a token can carry.</summary>
public static class Scopes
{
    public const string LinksRead = "links:read";
    public const string LinksWrite = "links:write";
    public const string HealthRead = "health:read";
    public const string HealthWrite = "health:write";
    public const string Admin = "admin";
}
