using System.Collections.Concurrent;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Tautan.Identity.Tokens;

/// <summary>A device asks every five seconds at most whether its code was accepted (RFC 8628 §3.5).</summary>
internal sealed class DevicePolling(TimeProvider time) : IOpenIddictServerHandler<ValidateTokenRequestContext>, IOpenIddictServerHandler<ApplyDeviceAuthorizationResponseContext>
{
    private const int Seconds = 5;
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<string, DateTimeOffset> _asked = new(StringComparer.Ordinal);

    public ValueTask HandleAsync(ValidateTokenRequestContext context)
    {
        if (!context.Request.IsDeviceCodeGrantType() || context.Request.DeviceCode is not { Length: > 0 and < 4096 } code)
            return ValueTask.CompletedTask;
        var now = time.GetUtcNow();
        // Half a second of grace: a device measures from when it was answered.
        if (_asked.TryGetValue(code, out var last) && now - last < TimeSpan.FromSeconds(Seconds - 0.5))
            context.Reject(OpenIddictConstants.Errors.SlowDown, "Ask every five seconds at most.");
        if (_asked.Count >= Most)
            _asked.Clear();
        _asked[code] = now;
        return ValueTask.CompletedTask;
    }

    public ValueTask HandleAsync(ApplyDeviceAuthorizationResponseContext context)
    {
        if (context.Response.Error is null)
            context.Response["interval"] = Seconds;
        return ValueTask.CompletedTask;
    }
}
