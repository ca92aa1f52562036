namespace Tautan.Commands.Check.Checking;

/// <summary>Checks all of a plan: files at once, hosts beside each other.</summary>
internal sealed class Checker(Lazy<WebCheck> web, CheckSettings settings, TimeProvider time)
{
    /// <summary>Checks what is not known yet.</summary>
    /// <param name="plan">What to check.</param>
    /// <param name="done">Told of each item that has become known, by several at once.</param>
    /// <param name="cancellationToken">Ends it; what is known by then stays.</param>
    public async Task RunAsync(CheckPlan plan, Action<CheckItem> done, CancellationToken cancellationToken)
    {
        foreach (var item in plan.Items.Where(item => item.Outcome is not null)) done(item);
        using var places = new SemaphoreSlim(settings.Concurrency);
        var hosts = plan.Web
            .Where(target => target.Items.Exists(item => item.Outcome is null))
            .GroupBy(target => target.Url.Authority)
            .SelectMany(host => Lane([.. host], places, done, cancellationToken))
            .ToList();
        foreach (var (path, items) in plan.Files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            FileCheck.Check(path, items);
            items.ForEach(done);
        }

        await Task.WhenAll(hosts);
    }

    private IEnumerable<Task> Lane(List<WebTarget> targets, SemaphoreSlim places, Action<CheckItem> done, CancellationToken cancellationToken)
    {
        var lane = new HostLane(time) { IsPublic = !targets[0].Url.IsLoopback };
        var next = -1;
        return Enumerable.Range(0, Math.Min(HostLane.AtOnce, targets.Count)).Select(_ => WorkAsync());

        async Task WorkAsync()
        {
            int mine;
            while ((mine = Interlocked.Increment(ref next)) < targets.Count)
            {
                await web.Value.CheckAsync(targets[mine], lane, places, cancellationToken);
                targets[mine].Items.ForEach(done);
            }
        }
    }
}
