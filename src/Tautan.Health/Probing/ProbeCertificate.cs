namespace Tautan.Health.Probing;

/// <summary>The certificate that the last https hop showed, whether or not it was accepted.</summary>
/// <param name="EndsAt">Its last second.</param>
/// <param name="Issuer">The issuer's common name, or else its distinguished name; at most 256 characters, chosen by the server.</param>
/// <param name="Server">Who showed it, <c>host:port</c>.</param>
internal sealed record ProbeCertificate(DateTimeOffset EndsAt, string Issuer, string Server);
