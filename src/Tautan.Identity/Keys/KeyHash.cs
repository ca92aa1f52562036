using System.Security.Cryptography;
using System.Text;

namespace Tautan.Identity.Keys;

/// <summary>How secrets of our own making are stored: they are random and long, so that nothing but their hash is needed.</summary>
internal static class KeyHash
{
    public static byte[] Of(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
