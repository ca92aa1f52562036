namespace Tautan.Health.Probing;

/// <summary>Makes probes. Safe for any number of callers at once.</summary>
internal interface IProber
{
    /// <summary>
    /// Fetches the URL once and tells what happened. What goes wrong on the way is told in the result and never thrown.
    /// </summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled: nothing is known.</exception>
    Task<ProbeResult> ProbeAsync(ProbeRequest request, CancellationToken cancellationToken);
}
