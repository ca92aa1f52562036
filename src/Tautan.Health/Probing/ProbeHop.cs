namespace Tautan.Health.Probing;

/// <summary>
/// One request of a probe. Each speaks for the origin of its own URL alone: that the third hop's host is gone says
/// nothing against the first's.
/// </summary>
/// <param name="Url">As it was asked for.</param>
/// <param name="Status">Of its answer; null where none came.</param>
/// <param name="Failure">What ended it.</param>
/// <param name="Remote">The address it was connected to, or the one whose error is told; null where none was tried.</param>
internal sealed record ProbeHop(string Url, int? Status, ProbeFailure Failure, RemoteAddress? Remote)
{
    /// <summary>Asked on a connection that stood already: that no answer came does not say that its server can be reached.</summary>
    public bool IsReused { get; init; }
}
