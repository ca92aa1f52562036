using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Tautan.Identity.Keys;
using Tautan.Identity.Workspaces;
using Tautan.Platform.Persistence;

namespace Tautan.Identity.People;

/// <summary>How somebody becomes a member by an invitation, with an account that is there or a new one.</summary>
internal sealed class Joining(IUnitOfWork<IdentityDb> unitOfWork, IdentityDb db, UserManager<User> users, IPasswordHasher<User> hasher, TimeProvider time)
{
    /// <summary>The invitation of a link, and the name of its workspace; null: it is none, was accepted or withdrawn, or is over.</summary>
    public async Task<(Invitation Invitation, string Workspace)?> FindAsync(string token, CancellationToken cancellationToken)
    {
        var hash = KeyHash.Of(token);
        var now = time.GetUtcNow();
        var found = await db.Invitations.AsNoTracking()
            .Where(row => row.Hash == hash && row.AcceptedAt == null && row.ExpiresAt > now)
            .Join(db.Workspaces.Where(row => row.DeletedAt == null), row => row.WorkspaceId, row => row.Id, (invitation, workspace) => new { invitation, workspace.Name })
            .SingleOrDefaultAsync(cancellationToken);
        return found is null ? null : (found.invitation, found.Name);
    }

    /// <summary>Whether a name is somebody's.</summary>
    public async Task<bool> IsTakenAsync(string name, string email) => await users.FindByNameAsync(name) is not null || await users.FindByEmailAsync(email) is not null;

    /// <summary>An account that is not stored yet.</summary>
    public User NewUser(string name, string email, string password)
    {
        var now = time.GetUtcNow().ToStored();
        var user = new User
        {
            Id = Guid.CreateVersion7(now),
            UserName = name,
            NormalizedUserName = users.NormalizeName(name),
            Email = email,
            NormalizedEmail = users.NormalizeEmail(email),
            // Whoever has the link was sent it there.
            EmailConfirmed = true,
            SecurityStamp = Guid.NewGuid().ToString("n"),
            LockoutEnabled = true,
            CreatedAt = now,
        };
        user.PasswordHash = hasher.HashPassword(user, password);
        return user;
    }

    /// <summary>Makes a member of a user, new or known. False: the invitation was accepted or withdrawn meanwhile, or the name is taken.</summary>
    public async Task<bool> AcceptAsync(Invitation invitation, Guid user, User? made, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToStored();
        try
        {
            return await unitOfWork.WriteAsync(
                async (context, token) =>
                {
                    var row = await context.Db.Invitations.SingleOrDefaultAsync(one => one.Id == invitation.Id && one.AcceptedAt == null, token);
                    if (row is null)
                        return false;
                    row.AcceptedAt = now;
                    if (made is not null)
                        context.Db.Users.Add(made);
                    // Who is a member already stays what it is: an invitation gives, and never takes.
                    if (made is not null || !await context.Db.Members.AnyAsync(one => one.WorkspaceId == invitation.WorkspaceId && one.UserId == user, token))
                        context.Db.Members.Add(new Membership { Id = Guid.CreateVersion7(now), WorkspaceId = invitation.WorkspaceId, UserId = user, Role = invitation.Role, CreatedAt = now });
                    await context.Db.SaveChangesAsync(token);
                    return true;
                },
                cancellationToken);
        }
        catch (DbUpdateException)
        {
            return false;
        }
    }
}
