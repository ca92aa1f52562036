using Tautan.Platform.Hosting;

namespace Tautan.Platform.Persistence;

/// <summary>
/// Whether the last write could be kept. Degraded and not failing: what is read is right, and who is sent no more writes never finds out that
/// there is room again.
/// </summary>
internal sealed class WriteReadiness<TDb> : IReadinessCheck
    where TDb : TautanDb
{
    private volatile string? _problem;

    public Readiness Check() => _problem is { } problem ? Readiness.Degraded($"not_written: {problem}") : Readiness.Ready;

    public void Succeeded() => _problem = null;

    public void Failed(Exception exception) => _problem = StorageFailure.Of(exception) ?? _problem;
}
