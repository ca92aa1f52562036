namespace Tautan.Health.Probing;

/// <summary>Who asks: the User-Agent of every probe, by which the owner of a watched site finds whom to ask.</summary>
internal sealed record ProbeIdentity(string UserAgent)
{
    /// <param name="version">Of the product.</param>
    /// <param name="baseUrl">Of this installation; null where it is not known.</param>
    public static ProbeIdentity Of(string version, Uri? baseUrl) =>
        new(baseUrl is { IsAbsoluteUri: true } ? $"Tautan/{version} (+{baseUrl.AbsoluteUri})" : $"Tautan/{version}");
}
