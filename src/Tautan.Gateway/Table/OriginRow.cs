namespace Tautan.Gateway.Table;

/// <summary>What URLs of one workspace that begin alike have in common.</summary>
/// <param name="Prefix">Scheme, host and port as they stand in the <c>Location</c>.</param>
/// <param name="PublicKey">The key of the origin's verdict where its address is public.</param>
/// <param name="PrivateKey">The key of the origin's verdict where it is not.</param>
internal sealed record OriginRow(string Prefix, ulong PublicKey, ulong PrivateKey);
