using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Tautan.Contracts.Health;
using Tautan.Platform.Persistence;

namespace Tautan.Links.Upgrading;

/// <summary>Names the origins that the migration made out of the destinations of an older version: what an origin is no database can tell.</summary>
internal sealed class OriginHosts(IUnitOfWork<LinksDb> unitOfWork) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => unitOfWork.WriteAsync(NameAsync, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static async Task<int> NameAsync(WriteContext<LinksDb> context, CancellationToken cancellationToken)
    {
        var nameless = await context.Db.Origins.Where(origin => origin.Host == "" && origin.Url != "").ToListAsync(cancellationToken);
        foreach (var origin in nameless)
        {
            origin.Url = VerdictFeedKeys.OriginOf(origin.Url);
            origin.Host = Origin.HostOf(origin.Url);
        }

        return nameless.Count;
    }
}
