using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Tautan.Contracts.Access;
using Tautan.Gateway.Addresses;
using Tautan.Platform.Web;

namespace Tautan.Gateway.Access;

/// <summary>Finds out for whom a call from outside is made, and refuses it where it is for nobody (RFC 6750).</summary>
internal sealed partial class Authentication(GrantCache grants, FailedAttempts failures, VisitorAddress visitor, ILogger<Authentication> logger)
{
    private const string Scheme = "Bearer ";
    private const string Challenge = "Bearer realm=\"tautan\"";
    private const int LongestToken = 16 * 1024;

    /// <summary>What was given for a request; null where it has been refused, and answered.</summary>
    public async ValueTask<Grant?> AuthenticateAsync(HttpContext context)
    {
        if (context.Request.Headers.Authorization is not [{ } header])
        {
            await RefuseAsync(context, Challenge, "unauthenticated", "An API key or an access token is needed: Authorization: Bearer <key>.");
            return null;
        }

        var address = visitor.Of(context.Features, context.Request.Headers);
        var credential = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : "";
        // Who is known does not wait for a neighbour's failures.
        if (failures.Wait(address) is { Ticks: > 0 } wait && !grants.Knows(credential))
        {
            await SlowDownAsync(context, wait);
            return null;
        }

        try
        {
            var grant = IsPlausible(credential) ? await grants.FindAsync(credential, context.RequestAborted) : null;
            if (grant?.Allows(address) == true)
                return grant;
            failures.Add(address);
            await RefuseAsync(
                context,
                Challenge + ", error=\"invalid_token\"",
                "invalid_token",
                grant is null ? "The API key or the token is not valid." : "The API key is not valid from this address.");
        }
        catch (IdentityAwayException exception)
        {
            LogAway(logger, exception.Message);
            context.Response.Headers.RetryAfter = "2";
            await Problems.Of(
                StatusCodes.Status503ServiceUnavailable, "identity_unavailable", "The service identity is away, so that keys cannot be judged. Redirects go on without it.").ExecuteAsync(context);
        }

        return null;
    }

    // What is neither a key nor a signed token is not worth asking about.
    private static bool IsPlausible(string credential) =>
        ApiKey.IsWellFormed(credential) || (credential.Length is > 60 and <= LongestToken && credential.AsSpan().Count('.') == 2 && !credential.StartsWith(ApiKey.Prefix, StringComparison.Ordinal));

    private static Task SlowDownAsync(HttpContext context, TimeSpan wait)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        var headers = context.Response.Headers;
        headers.RetryAfter = seconds;
        headers["RateLimit-Policy"] = $"\"failures\";q={FailedAttempts.Most};w=60";
        headers["RateLimit"] = $"\"failures\";r=0;t={seconds}";
        return Problems.Of(StatusCodes.Status429TooManyRequests, "too_many_failures", $"Too many wrong keys came from this address; it may try again in {seconds} s.").ExecuteAsync(context);
    }

    private static Task RefuseAsync(HttpContext context, string challenge, string code, string detail)
    {
        context.Response.Headers.WWWAuthenticate = challenge;
        return Problems.Of(StatusCodes.Status401Unauthorized, code, detail).ExecuteAsync(context);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A key could not be judged: {Problem}")]
    private static partial void LogAway(ILogger logger, string problem);
}
