using System.Globalization;
using Tautan.Platform.Hosting;

namespace Tautan.Gateway.Listening;

/// <summary>What the public listener allows its visitors, <c>TAUTAN_Gateway__Limits__…</c>.</summary>
public sealed class LimitOptions
{
    private const int KiB = 1024;
    private const int MiB = 1024 * KiB;

    /// <summary>Connections at a time, of all visitors; 10 to 1,000,000. One more is closed as it comes; those that are open are served.</summary>
    public int Connections { get; set; } = 10_000;

    /// <summary>
    /// Connections at a time of one address, IPv6 by /64; 1 to 1,000,000. Loopback, private networks and trusted proxies are
    /// not counted: behind them stand many visitors.
    /// </summary>
    public int ConnectionsPerAddress { get; set; } = 100;

    /// <summary>Seconds until the headers of a request are there, and the TLS handshake or a PROXY header; 1 to 300.</summary>
    public int HeaderSeconds { get; set; } = 10;

    /// <summary>Bytes of all headers of a request; 4 KiB to 1 MiB.</summary>
    public int HeaderBytes { get; set; } = 32 * KiB;

    /// <summary>Headers of a request; 10 to 1000.</summary>
    public int Headers { get; set; } = 100;

    /// <summary>Bytes of a request's body; 1 KiB to 16 MiB.</summary>
    public int BodyBytes { get; set; } = MiB;

    /// <summary>Bytes of a body that carries many things at once; 1 KiB to 16 MiB, which is what the services take.</summary>
    public int LargeBodyBytes { get; set; } = 10 * MiB;

    /// <summary>Bytes a second that a body must bring, 5 s after it began; 0 (no minimum) to 1 MiB.</summary>
    public int BodyBytesPerSecond { get; set; } = 240;

    /// <summary>Requests at a time on one HTTP/2 connection; 1 to 1000.</summary>
    public int Streams { get; set; } = 100;

    internal TimeSpan HeaderTime => TimeSpan.FromSeconds(HeaderSeconds);

    /// <exception cref="SettingsException">A value is out of bounds.</exception>
    public void Validate()
    {
        Check(nameof(Connections), Connections, 10, 1_000_000);
        Check(nameof(ConnectionsPerAddress), ConnectionsPerAddress, 1, 1_000_000);
        Check(nameof(HeaderSeconds), HeaderSeconds, 1, 300);
        Check(nameof(HeaderBytes), HeaderBytes, 4 * KiB, MiB);
        Check(nameof(Headers), Headers, 10, 1000);
        Check(nameof(BodyBytes), BodyBytes, KiB, 16 * MiB);
        Check(nameof(LargeBodyBytes), LargeBodyBytes, KiB, 16 * MiB);
        Check(nameof(BodyBytesPerSecond), BodyBytesPerSecond, 0, MiB);
        Check(nameof(Streams), Streams, 1, 1000);
    }

    private static void Check(string key, int value, int least, int most)
    {
        if (value < least || value > most)
            throw SettingsException.Of(GatewayOptions.Section, $"Limits:{key}", value.ToString(CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"{least} to {most}"));
    }
}
