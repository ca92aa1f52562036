namespace Tautan.Health.Probing;

/// <summary>What to probe.</summary>
/// <param name="Url">An absolute http or https URL. Anything else is not fetched and answered with <see cref="ProbeFailure.NotPublic"/>.</param>
/// <param name="Timeout">For everything together: all hops, each with DNS, connect, TLS, first byte and body. More than zero.</param>
/// <param name="KeepBody">Whether anybody will look at <see cref="ProbeResult.Body"/>. The body is read (up to 64 KB) either way.</param>
internal sealed record ProbeRequest(string Url, TimeSpan Timeout, bool KeepBody = true);
