namespace Tautan.Health.Scheduling;

/// <summary>Takes in what probes saw.</summary>
internal interface IProbeSink
{
    /// <summary>Takes one in, and says when it is to be made again (steady; null: not until a link changes).</summary>
    Task<DateTimeOffset?> TakeAsync(ProbeRun run, CancellationToken cancellationToken);
}
