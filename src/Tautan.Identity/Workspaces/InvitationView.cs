using Tautan.Contracts.Access;
using Tautan.Platform.Web.OpenApi;

namespace Tautan.Identity.Workspaces;

/// <summary>Who is invited, and as what.</summary>
/// <param name="Email">Where the link will be sent.</param>
/// <param name="Role">What the person will be in the workspace.</param>
internal sealed record InvitationRequest(
    [property: Field(IsRequired = true, Maximum = 254)] string? Email,
    [property: Field(IsRequired = true, Values = [Roles.Owner, Roles.Admin, Roles.Editor, Roles.Viewer])] string? Role);

/// <summary>An invitation that was just made.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Url">The link.</param>
internal sealed record NewInvitation(Guid Id, [property: Field(Format = "uri")] string Url);

/// <summary>An invitation as the API shows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Email">Who is invited.</param>
/// <param name="Role">As what.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When its link ends.</param>
internal sealed record InvitationView(Guid Id, string Email, string Role, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);

/// <summary>A page of invitations.</summary>
internal sealed record InvitationPage(IReadOnlyList<InvitationView> Items, string? NextCursor);
