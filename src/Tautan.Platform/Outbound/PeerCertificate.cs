namespace Tautan.Platform.Outbound;

/// <summary>What a server's certificate says, accepted or not.</summary>
/// <param name="EndsAt">Its last second.</param>
/// <param name="Issuer">The issuer's common name, or else its distinguished name; at most 256 characters.</param>
public sealed record PeerCertificate(DateTimeOffset EndsAt, string Issuer);
