namespace Tautan.Contracts.Access;

/// <summary>What a member is in a workspace, and what follows for its scopes.</summary>
public static class Roles
{
    public const string Owner = "owner";
    public const string Admin = "admin";
    public const string Editor = "editor";
    public const string Viewer = "viewer";

    public static readonly IReadOnlyList<string> All = [Owner, Admin, Editor, Viewer];

    private static readonly string[] ViewerScopes = [Scopes.LinksRead, Scopes.HealthRead, Scopes.AnalyticsRead];
    private static readonly string[] EditorScopes = [.. ViewerScopes, Scopes.LinksWrite, Scopes.HealthWrite];

    /// <summary>Who may manage a workspace, its members and its keys.</summary>
    public static bool Manages(string role) => role is Owner or Admin;

    /// <summary>The scopes that a member may have at most; none for a role that is unknown.</summary>
    public static IReadOnlyList<string> ScopesOf(string role) => role switch
    {
        Owner or Admin => Scopes.All,
        Editor => EditorScopes,
        Viewer => ViewerScopes,
        _ => [],
    };

    /// <summary>What of the scopes that were asked for a role allows: <c>admin</c> stands for all that the role has.</summary>
    public static IReadOnlyList<string> Allowed(string role, IEnumerable<string> asked)
    {
        var wanted = asked.ToHashSet();
        var most = ScopesOf(role);
        return wanted.Contains(Scopes.Admin) && !most.Contains(Scopes.Admin) ? most : [.. most.Where(wanted.Contains)];
    }
}
