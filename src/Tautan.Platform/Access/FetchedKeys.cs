using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Platform.Discovery;

namespace Tautan.Platform.Access;

/// <summary>
/// The keys as Identity publishes them: asked for when the first token comes, every five minutes while tokens come, and where one is signed with
/// a key that is unknown. Kept on disk for a day.
/// </summary>
internal sealed partial class FetchedKeys(IServiceHandlers handlers, string path, TimeProvider time, ILogger<FetchedKeys> logger) : IVerificationKeys, IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    // However many tokens come with made-up key ids, Identity is asked no more often.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _fetching = new(1);
    private volatile Known? _known = Load(path);
    private long _asked;
    private bool _hasAsked;

    public async ValueTask<SecurityKey?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var known = Current();
        if (known?.Keys.TryGetValue(id, out var key) == true)
        {
            if (time.GetUtcNow() - known.At > Fresh && MayAsk())
                _ = FetchAsync(CancellationToken.None);
            return key;
        }

        if (MayAsk())
            await FetchAsync(cancellationToken);
        known = Current() ?? throw new KeysUnavailableException("Identity is away, and no keys of tokens are kept here.");
        return known.Keys.GetValueOrDefault(id);
    }

    public void Dispose() => _fetching.Dispose();

    private Known? Current() => _known is { } known && time.GetUtcNow() - known.At <= KeptKeys.Longest ? known : null;

    private bool MayAsk() => !_hasAsked || time.GetElapsedTime(Volatile.Read(ref _asked)) >= Pause || Current() is null;

    private async Task FetchAsync(CancellationToken cancellationToken)
    {
        await _fetching.WaitAsync(cancellationToken);
        try
        {
            if (_hasAsked && time.GetElapsedTime(_asked) < Pause && Current() is not null)
                return;
            using var client = new HttpClient(handlers.For(ServiceNames.Identity), disposeHandler: false)
            {
                BaseAddress = new Uri($"https://{ServiceNames.Identity}"),
                DefaultRequestVersion = HttpVersion.Version20,
                DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
                Timeout = Patience,
            };
            var text = await client.GetStringAsync(TokenClaims.KeysPath, cancellationToken);
            var now = time.GetUtcNow();
            _known = Parse(text, now);
            _asked = time.GetTimestamp();
            _hasAsked = true;
            KeptKeys.Write(path, text, now);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or UnauthorizedAccessException or ArgumentException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            _asked = time.GetTimestamp();
            _hasAsked = true;
            LogFailed(logger, exception.Message);
        }
        finally
        {
            _fetching.Release();
        }
    }

    private static Known? Load(string path)
    {
        try
        {
            return KeptKeys.Read(path) is { } kept ? Parse(kept.Keys, kept.At) : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static Known Parse(string text, DateTimeOffset at)
    {
        var keys = new JsonWebKeySet(text).Keys.Where(key => key is { Kty: "EC", Crv: "P-256", KeyId.Length: > 0 });
        return new Known(keys.ToDictionary(key => key.KeyId, key => (SecurityKey)key), at);
    }

    private sealed record Known(Dictionary<string, SecurityKey> Keys, DateTimeOffset At);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The keys of tokens could not be asked for: {Problem}")]
    private static partial void LogFailed(ILogger logger, string problem);
}
