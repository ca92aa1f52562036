using System.Globalization;
using Tautan.Platform.Hosting;

namespace Tautan.Gateway.Listening;

/// <summary>Whether the certificates that visitors are shown are good for a while yet.</summary>
internal sealed class CertificateReadiness(ServedCertificates certificates, TimeProvider time) : IReadinessCheck
{
    /// <summary>What is left of a certificate when somebody should look.</summary>
    private static readonly TimeSpan EndsSoon = TimeSpan.FromDays(14);

    public Readiness Check()
    {
        var reasons = new List<string>();
        foreach (var slot in certificates.All)
        {
            if (slot.Problem is { } problem)
                reasons.Add($"certificate_unusable: {slot.Path}: {problem}; the one before it is served on");
            if (slot.Served.Ends - time.GetUtcNow() < EndsSoon)
                reasons.Add(string.Create(CultureInfo.InvariantCulture, $"certificate_ends: {slot.Path} at {slot.Served.Ends:u}"));
        }

        return reasons.Count == 0 ? Readiness.Ready : Readiness.Degraded([.. reasons]);
    }
}
