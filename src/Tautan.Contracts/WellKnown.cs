namespace Tautan.Contracts;

/// <summary>Identifiers that every service knows without asking.</summary>
public static class WellKnown
{
    /// <summary>The first workspace. Every row carries a workspace; until accounts exist, it is this one.</summary>
    public static readonly Guid WorkspaceId = new("01900000-0000-7000-8000-000000000001");

    /// <summary>The default domain. Its name is a setting (<c>TAUTAN_Urls__Base</c>), so that a new name moves no link.</summary>
    public static readonly Guid DefaultDomainId = new("01900000-0000-7000-8000-000000000002");
}
