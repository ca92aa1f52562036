using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Tautan.Contracts;
using Tautan.Contracts.Links;
using Tautan.Links.Feed;
using Tautan.Platform.Persistence;

namespace Tautan.Links.Domains;

/// <summary>Sees to it that the default domain is there before anybody asks.</summary>
internal sealed class DefaultDomain(IUnitOfWork<LinksDb> unitOfWork, TimeProvider time) : IHostedService
{
    /// <summary>Whether a name, in either form of an international one, is that of the default domain.</summary>
    /// <param name="baseUri">Of this installation.</param>
    /// <param name="name">As given.</param>
    public static bool IsNamed(Uri baseUri, string name) =>
        name.Equals(baseUri.Authority, StringComparison.OrdinalIgnoreCase) || (DomainName.TryNormalize(name, out var normalized) && normalized == baseUri.Authority);

    public Task StartAsync(CancellationToken cancellationToken) => unitOfWork.WriteAsync(EnsureAsync, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<bool> EnsureAsync(WriteContext<LinksDb> context, CancellationToken cancellationToken)
    {
        if (await context.Db.Domains.AnyAsync(domain => domain.Id == WellKnown.DefaultDomainId, cancellationToken))
            return false;
        var now = time.GetUtcNow().ToStored();
        var made = new Domain { Id = WellKnown.DefaultDomainId, WorkspaceId = WellKnown.WorkspaceId, VerifiedAt = now, CreatedAt = now, UpdatedAt = now };
        made.Revision = context.Feed.Put(LinkFeedKeys.Domain(made.Id), made.ToRecord());
        context.Db.Domains.Add(made);
        return true;
    }
}
