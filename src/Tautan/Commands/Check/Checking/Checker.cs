namespace Tautan.Commands.Check.Checking;

/// <summary>Checks all of a plan: files at once, hosts beside each other.</summary>
internal sealed class Checker(Lazy<WebCheck> web, HostLanes lanes, CheckSettings settings) : IDisposable
{
    private readonly SemaphoreSlim _places = new(settings.Concurrency);

    public void Dispose() => _places.Dispose();

    /// <summary>Checks what is not known yet.</summary>
    /// <param name="plan">What to check.</param>
    /// <param name="done">Told of each item that has become known, by several at once.</param>
    /// <param name="cancellationToken">Ends it; what is known by then stays.</param>
    public async Task RunAsync(CheckPlan plan, Action<CheckItem> done, CancellationToken cancellationToken)
    {
        foreach (var item in plan.Items.Where(item => item.Outcome is not null)) done(item);
        var asked = RunAsync(plan.Web, done, cancellationToken);
        foreach (var (path, items) in plan.Files)
        {
            if (cancellationToken.IsCancellationRequested) break;
            FileCheck.Check(path, items, plan.Anchors);
            items.ForEach(done);
        }

        await asked;
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Asks for what is not known yet.</summary>
    /// <param name="targets">What to ask for.</param>
    /// <param name="done">Told of each item that has become known, by several at once.</param>
    /// <param name="cancellationToken">Ends it; what is known by then stays.</param>
    public Task RunAsync(IEnumerable<WebTarget> targets, Action<CheckItem> done, CancellationToken cancellationToken) => Task.WhenAll(targets
        .Where(target => target.Items.Exists(item => item.Outcome is null))
        .GroupBy(target => target.Url.Authority)
        .SelectMany(host => Work([.. host], done, cancellationToken)));

    private IEnumerable<Task> Work(List<WebTarget> targets, Action<CheckItem> done, CancellationToken cancellationToken)
    {
        var lane = lanes.Of(targets[0].Url);
        var next = -1;
        return Enumerable.Range(0, Math.Min(HostLane.AtOnce, targets.Count)).Select(_ => WorkAsync());

        async Task WorkAsync()
        {
            int mine;
            while ((mine = Interlocked.Increment(ref next)) < targets.Count)
            {
                var isNew = targets[mine].Items.FindAll(item => item.Outcome is null);
                await web.Value.CheckAsync(targets[mine], lane, _places, cancellationToken);
                isNew.ForEach(done);
            }
        }
    }
}
