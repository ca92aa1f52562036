using System.Security.Cryptography.X509Certificates;

namespace Tautan.Platform.Outbound;

/// <summary>The roots that are trusted beside the system's.</summary>
public sealed record TrustedRoots(X509Certificate2Collection Certificates);
