using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Tautan.Contracts;
using Tautan.Contracts.Identity;
using Tautan.Platform.Feeds;
using Tautan.Platform.Hosting;

namespace Tautan.Gateway.Access;

internal static class AccessRegistration
{
    /// <summary>The name of the feed of what is valid no more.</summary>
    public const string RevocationsFeed = "revocations";

    /// <summary>Adds what tells who may come in.</summary>
    public static void AddAccess(this WebApplicationBuilder builder, ServiceEnvironment environment)
    {
        builder.Services.AddSingleton<Revocations>();
        builder.Services.AddSingleton<TokenExchange>();
        builder.Services.AddSingleton<GrantCache>();
        builder.Services.AddSingleton<FailedAttempts>();
        builder.Services.AddSingleton<Authentication>();
        builder.AddFeedFollower(
            environment,
            ServiceNames.Gateway,
            RevocationsFeed,
            ServiceNames.Identity,
            (channel, request, cancellationToken) => new RevocationFeed.RevocationFeedClient(channel).Watch(request, cancellationToken: cancellationToken),
            services => services.GetRequiredService<Revocations>(),
            keepMissing: true);
    }
}
