using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;
using Tautan.Platform.Access;
using Tautan.Platform.Hosting;
using Tautan.Platform.Persistence;

namespace Tautan.Identity.Signing;

/// <summary>
/// The keys that tokens are signed with: ECDSA P-256, a new one every 90 days, published an hour before it is first used and for 15 days after its
/// last use, when no refresh token of its time is valid any more. And those that codes and refresh tokens are encrypted with.
/// </summary>
internal sealed class SigningKeys(
    IDbContextFactory<IdentityDb> factory, IUnitOfWork<IdentityDb> unitOfWork, IDataProtectionProvider protection, UrlsOptions urls, TimeProvider time)
    : IConfigureOptions<OpenIddictServerOptions>, IOptionsChangeTokenSource<OpenIddictServerOptions>, IVerificationKeys, IDisposable
{
    /// <summary>For how long a key signs.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);

    /// <summary>For how long it is published before.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromHours(1);

    /// <summary>For how long it is published after.</summary>
    public static readonly TimeSpan Behind = TimeSpan.FromDays(15);

    private readonly IDataProtector _protector = protection.CreateProtector("Tautan.Identity.SigningKeys");
    private CancellationTokenSource _changed = new();
    private volatile IReadOnlyList<LoadedKey> _keys = [];

    public string Name => Options.DefaultName;

    /// <summary>Those that are published, the one that signs first.</summary>
    public IReadOnlyList<ECDsaSecurityKey> Signing
    {
        get
        {
            var now = time.GetUtcNow();
            return [.. _keys.Where(key => key.Signs is not null).OrderByDescending(key => key.UsedFrom <= now).ThenByDescending(key => key.UsedFrom).Select(key => key.Signs!)];
        }
    }

    public IChangeToken GetChangeToken() => new CancellationChangeToken(_changed.Token);

    public void Configure(OpenIddictServerOptions options)
    {
        options.Issuer = new Uri(urls.Issuer());
        foreach (var key in Signing)
            options.SigningCredentials.Add(new SigningCredentials(key, SecurityAlgorithms.EcdsaSha256));
        foreach (var key in _keys.Where(key => key.Encrypts is not null).OrderByDescending(key => key.UsedFrom))
            options.EncryptionCredentials.Add(new EncryptingCredentials(key.Encrypts, SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes256CbcHmacSha512));
    }

    public ValueTask<SecurityKey?> FindAsync(string id, CancellationToken cancellationToken) =>
        ValueTask.FromResult<SecurityKey?>(_keys.FirstOrDefault(key => key.Signs?.KeyId == id)?.Signs);

    /// <summary>Makes what is missing or due, forgets what is over, and reads what other processes made.</summary>
    /// <param name="isAsked">A new key is due now, whatever the age of the last one.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task RefreshAsync(bool isAsked, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToStored();
        await unitOfWork.WriteAsync((context, token) => RotateAsync(context, isAsked, now, token), cancellationToken);
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var stored = await db.SigningKeys.AsNoTracking().ToListAsync(cancellationToken);
        var isSame = stored.Select(key => key.Id).Order().SequenceEqual(_keys.Select(key => key.Id).Order());
        if (!isSame)
            _keys = [.. stored.Select(Load)];
        // Which of the same keys signs now changes with the time alone.
        var former = Interlocked.Exchange(ref _changed, new CancellationTokenSource());
        await former.CancelAsync();
        former.Dispose();
    }

    public void Dispose() => _changed.Dispose();

    private async Task<bool> RotateAsync(WriteContext<IdentityDb> context, bool isAsked, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var keys = await context.Db.SigningKeys.ToListAsync(cancellationToken);
        context.Db.SigningKeys.RemoveRange(keys.Where(key => key.ForgottenAt <= now));
        foreach (var encrypts in new[] { false, true })
        {
            var newest = keys.Where(key => key.Encrypts == encrypts).MaxBy(key => key.UsedFrom);
            if (newest is not null && newest.UsedFrom + Lifetime - Ahead > now && !(isAsked && newest.UsedFrom <= now))
                continue;
            var usedFrom = newest is null ? now : now + Ahead;
            newest?.ForgottenAt = usedFrom + Behind;
            context.Db.SigningKeys.Add(Make(encrypts, now, usedFrom));
        }

        await context.Db.SaveChangesAsync(cancellationToken);
        return true;
    }

    private StoredKey Make(bool encrypts, DateTimeOffset now, DateTimeOffset usedFrom)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new StoredKey
        {
            Id = Guid.CreateVersion7(now).ToString("n"),
            Encrypts = encrypts,
            Protected = _protector.Protect(encrypts ? RandomNumberGenerator.GetBytes(32) : key.ExportPkcs8PrivateKey()),
            CreatedAt = now,
            UsedFrom = usedFrom,
        };
    }

    // A key is not disposed: an answer under way may be signed with it.
    private LoadedKey Load(StoredKey stored)
    {
        var secret = _protector.Unprotect(stored.Protected);
        if (stored.Encrypts)
            return new LoadedKey(stored.Id, stored.UsedFrom, null, new SymmetricSecurityKey(secret) { KeyId = stored.Id });
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(secret, out _);
        return new LoadedKey(stored.Id, stored.UsedFrom, new ECDsaSecurityKey(key) { KeyId = stored.Id }, null);
    }

    private sealed record LoadedKey(string Id, DateTimeOffset UsedFrom, ECDsaSecurityKey? Signs, SymmetricSecurityKey? Encrypts);
}
