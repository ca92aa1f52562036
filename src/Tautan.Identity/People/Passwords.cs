using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Tautan.Identity.Keys;

namespace Tautan.Identity.People;

/// <summary>Passwords: what one must be, whether one is right, and how somebody comes by a new one.</summary>
internal sealed class Passwords(UserManager<User> users, IdentityDb db, IPasswordHasher<User> hasher, TimeProvider time)
{
    private const int Shortest = 12;
    private const int Longest = 1024;
    private const int FewestDifferent = 6;

    // Hashed once: what an unknown name is compared with, so that it takes as long as a known one.
    private static readonly User Nobody = new() { Id = Guid.Empty };
    private static readonly Lazy<string> NobodysHash = new(() => new PasswordHasher<User>().HashPassword(Nobody, "nobody knows this"));

    public static bool IsGood(string password, User user) =>
        password.Length is >= Shortest and <= Longest
        && password.Distinct().Count() >= FewestDifferent
        && (user.UserName is null or { Length: < 4 } || !password.Contains(user.UserName, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whose name and password these are; null: nobody's, or whose they are is locked out.</summary>
    public async Task<User?> CheckAsync(string name, string password)
    {
        var user = password.Length > Longest ? null : await users.FindByNameAsync(name) ?? (name.Contains('@', StringComparison.Ordinal) ? await users.FindByEmailAsync(name) : null);
        var isLocked = user is not null && await users.IsLockedOutAsync(user);
        if (user?.PasswordHash is null || isLocked)
        {
            hasher.VerifyHashedPassword(Nobody, NobodysHash.Value, password[..Math.Min(password.Length, Longest)]);
            return null;
        }

        if (await users.CheckPasswordAsync(user, password))
        {
            await users.ResetAccessFailedCountAsync(user);
            return user;
        }

        await users.AccessFailedAsync(user);
        return null;
    }

    /// <summary>Whose link this is; null: it is none, was used, or is over.</summary>
    public async Task<(OneTimeLink Link, User User)?> FindLinkAsync(string token, CancellationToken cancellationToken)
    {
        var hash = KeyHash.Of(token);
        var now = time.GetUtcNow();
        var link = await db.OneTimeLinks.SingleOrDefaultAsync(row => row.Hash == hash && row.UsedAt == null && row.ExpiresAt > now, cancellationToken);
        return link is not null && await users.FindByIdAsync(link.UserId.ToString()) is { } user ? (link, user) : null;
    }

    /// <summary>Uses a link up, and sets the password. False: another one was faster.</summary>
    public async Task<bool> SetAsync(OneTimeLink link, User user, string password, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (await db.OneTimeLinks.Where(row => row.Hash == link.Hash && row.UsedAt == null).ExecuteUpdateAsync(set => set.SetProperty(row => row.UsedAt, now), cancellationToken) != 1)
            return false;
        user.PasswordHash = hasher.HashPassword(user, password);
        await users.UpdateSecurityStampAsync(user);
        await users.SetLockoutEndDateAsync(user, null);
        return true;
    }
}
