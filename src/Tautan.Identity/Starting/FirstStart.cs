using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Identity.Keys;
using Tautan.Identity.People;
using Tautan.Identity.Workspaces;
using Tautan.Platform.Hosting;
using Tautan.Platform.Persistence;

namespace Tautan.Identity.Starting;

/// <summary>Sees to it that there is a first workspace, its owner, and the owner's key from <c>admin-api-key</c>.</summary>
internal sealed partial class FirstStart(
    IUnitOfWork<IdentityDb> unitOfWork, AdminApiKey file, UrlsOptions urls, TimeProvider time, ILogger<FirstStart> logger) : IHostedService
{
    /// <summary>The name of the first owner, until a person takes its place by the setup link.</summary>
    public const string OwnerName = "owner";

    private static readonly TimeSpan SetupTime = TimeSpan.FromHours(24);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        if (await unitOfWork.WriteAsync((context, stopping) => EnsureAsync(context, token, stopping), cancellationToken))
            LogSetup(logger, SetupUrl(token));
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Passkeys are for names, not for addresses.
    private Uri SetupUrl(string token)
    {
        var url = new UriBuilder(urls.BaseUri()) { Path = "/account/setup", Query = "token=" + token };
        if (url.Host == "127.0.0.1")
            url.Host = "localhost";
        return url.Uri;
    }

    // True: the owner was made just now.
    private async Task<bool> EnsureAsync(WriteContext<IdentityDb> context, string token, CancellationToken cancellationToken)
    {
        var db = context.Db;
        var now = time.GetUtcNow().ToStored();
        var owner = await db.Members.Where(member => member.WorkspaceId == WellKnown.WorkspaceId && member.Role == Roles.Owner)
            .OrderBy(member => member.CreatedAt).Select(member => (Guid?)member.UserId).FirstOrDefaultAsync(cancellationToken);
        var isFirst = owner is null;
        if (isFirst)
        {
            if (!await db.Workspaces.AnyAsync(workspace => workspace.Id == WellKnown.WorkspaceId, cancellationToken))
                db.Workspaces.Add(new Workspace { Id = WellKnown.WorkspaceId, Name = "Default", CreatedAt = now });
            var user = new User
            {
                Id = Guid.CreateVersion7(now),
                UserName = OwnerName,
                NormalizedUserName = OwnerName.ToUpperInvariant(),
                SecurityStamp = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(20)),
                LockoutEnabled = true,
                CreatedAt = now,
            };
            db.Users.Add(user);
            db.Members.Add(new Membership { Id = Guid.CreateVersion7(now), WorkspaceId = WellKnown.WorkspaceId, UserId = user.Id, Role = Roles.Owner, CreatedAt = now });
            db.OneTimeLinks.Add(new OneTimeLink { Hash = KeyHash.Of(token), UserId = user.Id, ExpiresAt = now + SetupTime });
            owner = user.Id;
        }

        if (file.Text is { } key)
            await TakeAsync(context, key, owner!.Value, now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return isFirst;
    }

    // What stands in the file is the owner's key; what stood there before is none any more. A key that was revoked stays so.
    private static async Task TakeAsync(WriteContext<IdentityDb> context, string text, Guid owner, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var hash = KeyHash.Of(text);
        var known = await context.Db.Keys.Where(key => key.IsFromFile).ToListAsync(cancellationToken);
        foreach (var former in known.Where(key => key.RevokedAt is null && !key.Hash.AsSpan().SequenceEqual(hash)))
            Revoking.Revoke(context, former, now);
        if (await context.Db.Keys.AnyAsync(key => key.Hash == hash, cancellationToken))
            return;
        context.Db.Keys.Add(new Key
        {
            Id = Guid.CreateVersion7(now),
            WorkspaceId = WellKnown.WorkspaceId,
            UserId = owner,
            Name = AdminApiKey.FileName,
            Hash = hash,
            Scopes = Scopes.Admin,
            IsFromFile = true,
            CreatedAt = now,
        });
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Choose the owner's password within 24 hours at {Url}")]
    private static partial void LogSetup(ILogger logger, Uri url);
}
