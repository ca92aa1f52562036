using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Tautan.Contracts.Access;
using Tautan.Platform.Web;

namespace Tautan.Identity.Workspaces;

/// <summary>Who may make whom what: an admin everything but owners, an owner everything; and a workspace always has an owner.</summary>
internal static class MemberRules
{
    public static readonly Problem OwnersOnly = Problems.Create(StatusCodes.Status403Forbidden, "not_an_owner", "Only an owner makes owners, changes them or removes them.");
    public static readonly Problem LastOwner = Problems.Create(StatusCodes.Status409Conflict, "last_owner", "A workspace must have an owner: make somebody else one first.");

    public static readonly string Expected = $"must be one of {string.Join(", ", Roles.All)}";

    /// <summary>Whether the caller is an owner now; its token may be older than that.</summary>
    public static async Task<bool> IsOwnerAsync(IdentityDb db, Principal caller, CancellationToken cancellationToken) =>
        await db.Members.AnyAsync(member => member.WorkspaceId == caller.Workspace && member.UserId == caller.User && member.Role == Roles.Owner, cancellationToken);

    /// <summary>Whether a workspace has another owner.</summary>
    public static async Task<bool> HasOtherOwnerAsync(IdentityDb db, Membership member, CancellationToken cancellationToken) =>
        await db.Members.AnyAsync(other => other.WorkspaceId == member.WorkspaceId && other.Id != member.Id && other.Role == Roles.Owner, cancellationToken);
}
