using Microsoft.IdentityModel.Tokens;

namespace Tautan.Platform.Access;

/// <summary>The public keys that Identity signs tokens with.</summary>
public interface IVerificationKeys
{
    /// <summary>The key of this id, asked for anew where it is unknown; null: there is none.</summary>
    /// <param name="id">The <c>kid</c> of a token's header: of whoever calls, and only compared.</param>
    /// <param name="cancellationToken">The request's.</param>
    /// <exception cref="KeysUnavailableException">No key at all is known, and Identity is away.</exception>
    ValueTask<SecurityKey?> FindAsync(string id, CancellationToken cancellationToken);
}
