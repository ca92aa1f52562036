using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tautan.Platform.Feeds;

namespace Tautan.Links.Pages;

/// <summary>
/// Fetches in the background what the destinations of new links say of themselves: a few at once, one after another from the same host.
/// What a process that dies had taken is taken again.
/// </summary>
internal sealed partial class PageWorker(PageStore store, PageFetcher fetcher, FeedSignal<LinksDb> changes, TimeProvider time, ILogger<PageWorker> logger) : BackgroundService
{
    private const int AtOnce = 32;
    private const int MostHosts = 4;
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not in the way of a start.
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var changed = changes.Next;
                if (await FetchSomeAsync(stoppingToken) == 0)
                    await Task.WhenAny(changed, Task.Delay(Idle, time, stoppingToken));
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(logger, exception);
                await Task.Delay(AfterFailure, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task<int> FetchSomeAsync(CancellationToken cancellationToken)
    {
        var jobs = await store.TakeAsync(AtOnce, cancellationToken);
        await Parallel.ForEachAsync(
            jobs.GroupBy(job => job.Host),
            new ParallelOptions { MaxDegreeOfParallelism = MostHosts, CancellationToken = cancellationToken },
            async (host, token) =>
            {
                foreach (var job in host)
                {
                    await store.SaveAsync(job, await fetcher.FetchAsync(job, token), token);
                    await Task.Delay(Apart, time, token);
                }
            });
        return jobs.Count;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What destinations say of themselves could not be kept; it is tried again")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
