namespace Tautan.Health.Probing;

/// <summary>
/// How long each part took, in milliseconds with fractions, summed over the hops. Null where the part was never begun
/// (no look-up for an address, no TLS for http); where it failed, the time until it did.
/// </summary>
/// <param name="Dns">The look-ups.</param>
/// <param name="Connect">The TCP connections, with the addresses that were tried in vain.</param>
/// <param name="Tls">The handshakes.</param>
/// <param name="FirstByte">From the request to the head of its answer.</param>
/// <param name="Total">From the start of the probe to its end.</param>
internal sealed record ProbeTimings(double? Dns, double? Connect, double? Tls, double? FirstByte, double Total);
