using Tautan.Contracts.Access;
using Tautan.Platform.Web.OpenApi;

namespace Tautan.Identity.Workspaces;

/// <summary>What of a member can be changed.</summary>
/// <param name="Role">What it is in the workspace.</param>
internal sealed record MemberRequest([property: Field(IsRequired = true, Values = [Roles.Owner, Roles.Admin, Roles.Editor, Roles.Viewer])] string? Role);

/// <summary>A member as the API shows it.</summary>
/// <param name="Id">The membership's id.</param>
/// <param name="User">The user's id.</param>
/// <param name="Name">The user's name.</param>
/// <param name="Email">The user's e-mail address; null: none is known.</param>
/// <param name="Role">What it is in the workspace.</param>
/// <param name="CreatedAt">Since when.</param>
internal sealed record MemberView(Guid Id, Guid User, string? Name, string? Email, string Role, DateTimeOffset CreatedAt);

/// <summary>A page of members.</summary>
internal sealed record MemberPage(IReadOnlyList<MemberView> Items, string? NextCursor);
