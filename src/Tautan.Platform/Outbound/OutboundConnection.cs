using System.Net;

namespace Tautan.Platform.Outbound;

/// <summary>
/// One attempt to connect: a stream, or the reason why there is none; and either way what was seen on the way. Durations
/// are null for a part that was never begun, and last until the failure for the one that failed.
/// </summary>
public sealed class OutboundConnection : IDisposable
{
    /// <summary>The stream, an <see cref="System.Net.Security.SslStream"/> for TLS; null where there is an <see cref="Error"/>.</summary>
    public Stream? Stream { get; internal set; }

    public ConnectError Error { get; internal set; }

    /// <summary>The error in words; at most 256 characters; null where there is nothing to add.</summary>
    public string? Detail { get; internal set; }

    /// <summary>The address that was connected to, or the one whose error is told; null where none was tried.</summary>
    public IPAddress? Address { get; internal set; }

    /// <summary>The setting that opened <see cref="Address"/>; null for a public one.</summary>
    public IPNetwork? AllowedNetwork { get; internal set; }

    /// <summary>Where it leads to a proxy; null: it does not.</summary>
    public OutboundProxy? Proxy { get; internal set; }

    public PeerCertificate? Certificate { get; internal set; }

    public TimeSpan? Dns { get; internal set; }

    public TimeSpan? Connect { get; internal set; }

    public TimeSpan? Tls { get; internal set; }

    public void Dispose() => Stream?.Dispose();

    internal OutboundConnection Fail(ConnectError error, string? detail)
    {
        (Error, Detail) = (error, Cut(detail));
        return this;
    }

    // What a stranger wrote is to be stored and shown: neither control characters nor half a character.
    internal static string? Cut(string? text)
    {
        if (text is null) return null;
        var clean = new System.Text.StringBuilder(Math.Min(text.Length, 256));
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length + rune.Utf16SequenceLength > 256) break;
            clean.Append(System.Text.Rune.IsControl(rune) ? " " : rune.ToString());
        }

        return clean.ToString();
    }
}
