using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Tautan.Gateway.Access;

/// <summary>
/// What Identity gave, by the hash of what it was given for, until it ends. Who has a key pays for asking once in a quarter of an hour; and
/// goes on for as long while Identity is away.
/// </summary>
internal sealed partial class GrantCache(TokenExchange exchange, Revocations revocations, TimeProvider time, ILogger<GrantCache> logger)
{
    private const int Most = 50_000;

    // Asked for anew before it ends, so that nobody waits for it.
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<Bits, Entry> _entries = new();
    private readonly ConcurrentDictionary<Bits, Lazy<Task<Grant?>>> _asking = new();

    /// <summary>Whether something was found valid before, and still is.</summary>
    public bool Knows(string credential) =>
        _entries.TryGetValue(Bits.Of(credential), out var entry) && entry.Grant.ExpiresAt > time.GetUtcNow() && !revocations.Contains(entry.Grant);

    /// <summary>The grant for what a visitor brought; null: it is not valid.</summary>
    /// <exception cref="IdentityAwayException">Nobody can say.</exception>
    public async ValueTask<Grant?> FindAsync(string credential, CancellationToken cancellationToken)
    {
        var hash = Bits.Of(credential);
        var now = time.GetUtcNow();
        if (_entries.TryGetValue(hash, out var entry) && entry.Grant.ExpiresAt > now && !revocations.Contains(entry.Grant))
        {
            if (entry.Grant.ExpiresAt - now < Early && entry.MayRenew())
                _ = RenewAsync(hash, credential, entry);
            return entry.Grant;
        }

        return await AskAsync(hash, credential).WaitAsync(cancellationToken);
    }

    // Of many that come with the same key at once, one asks.
    private async Task<Grant?> AskAsync(Bits hash, string credential)
    {
        var asking = _asking.GetOrAdd(hash, _ => new Lazy<Task<Grant?>>(() => exchange.ExchangeAsync(credential, CancellationToken.None)));
        try
        {
            var grant = await asking.Value;
            if (grant is null)
            {
                _entries.TryRemove(hash, out _);
                return null;
            }

            if (_entries.Count >= Most)
                Forget();
            _entries[hash] = new Entry(grant);
            // A key that was revoked while it was exchanged: what came is not used.
            return revocations.ContainsForGood(grant) ? null : grant;
        }
        finally
        {
            _asking.TryRemove(KeyValuePair.Create(hash, asking));
        }
    }

    private async Task RenewAsync(Bits hash, string credential, Entry entry)
    {
        try
        {
            await AskAsync(hash, credential);
        }
        catch (IdentityAwayException exception)
        {
            LogNotRenewed(logger, exception.Message);
            entry.Missed();
        }
    }

    private void Forget()
    {
        var now = time.GetUtcNow();
        foreach (var (hash, _) in _entries.Where(entry => entry.Value.Grant.ExpiresAt <= now))
            _entries.TryRemove(hash, out _);
        if (_entries.Count >= Most)
            _entries.Clear();
    }

    private sealed class Entry(Grant grant)
    {
        private int _isRenewing;

        public Grant Grant => grant;

        public bool MayRenew() => Interlocked.Exchange(ref _isRenewing, 1) == 0;

        public void Missed() => Volatile.Write(ref _isRenewing, 0);
    }

    private readonly record struct Bits(UInt128 High, UInt128 Low)
    {
        public static Bits Of(string text)
        {
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
            return new Bits(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash), System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash[16..]));
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A token could not be renewed, and is used until it ends: {Problem}")]
    private static partial void LogNotRenewed(ILogger logger, string problem);
}
