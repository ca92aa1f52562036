using Tautan.Platform.Web.OpenApi;

namespace Tautan.Identity.Workspaces;

/// <summary>What a workspace is asked to be.</summary>
/// <param name="Name">1 to 100 characters.</param>
internal sealed record WorkspaceRequest([property: Field(IsRequired = true, Minimum = 1, Maximum = 100)] string? Name);

/// <summary>A workspace as the API shows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Role">What the caller's user is there.</param>
/// <param name="CreatedAt">When it was made.</param>
internal sealed record WorkspaceView(Guid Id, string Name, string Role, DateTimeOffset CreatedAt);

/// <summary>A page of workspaces.</summary>
internal sealed record WorkspacePage(IReadOnlyList<WorkspaceView> Items, string? NextCursor);
