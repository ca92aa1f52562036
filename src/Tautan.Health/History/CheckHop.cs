namespace Tautan.Health.History;

/// <summary>One request of a redirected probe.</summary>
/// <param name="Url">As it was asked for.</param>
/// <param name="Status">Of its answer; null where none came.</param>
internal sealed record CheckHop(string Url, int? Status);
