using System.Globalization;
using Tautan.Contracts.Health;
using Tautan.Platform.Hosting;

namespace Tautan.Health;

/// <summary>Settings <c>TAUTAN_Health__…</c>.</summary>
public sealed class HealthOptions
{
    public const string Section = "Health";

    /// <summary>Where the database is; empty: <c>health.db</c> in the data directory. A PostgreSQL connection string otherwise.</summary>
    public string? Database { get; set; }

    /// <summary>URLs that are probed to see whether we can see at all, instead of targets that are up. Any HTTP answer will do.</summary>
    public IList<string> Witnesses { get; } = [];

    /// <summary>Probes at the same time; 1 to 10,000.</summary>
    public int Concurrency { get; set; } = 64;

    /// <summary>Probes at the same time on one host at a public address; 1 to 1,000.</summary>
    public int PerHost { get; set; } = 2;

    /// <summary>Milliseconds between the starts of two probes on one host at a public address; 0 to 60,000.</summary>
    public int PerHostSpacingMilliseconds { get; set; } = 250;

    /// <summary>Probes at the same time on one host on loopback or in an allowed network; 0 to 1,000, 0: as many as are due.</summary>
    public int PerPrivateHost { get; set; }

    /// <summary>Milliseconds between the starts of two probes on such a host; 0 to 60,000.</summary>
    public int PerPrivateHostSpacingMilliseconds { get; set; }

    /// <summary>A file that says how parked domains are recognised, in place of the one that comes with the product; its head says how it is written.</summary>
    public string? ParkedDomains { get; set; }

    /// <exception cref="SettingsException">A value is out of bounds.</exception>
    public void Validate()
    {
        Check(nameof(Concurrency), Concurrency, 1, 10_000);
        Check(nameof(PerHost), PerHost, 1, 1_000);
        Check(nameof(PerHostSpacingMilliseconds), PerHostSpacingMilliseconds, 0, 60_000);
        Check(nameof(PerPrivateHost), PerPrivateHost, 0, 1_000);
        Check(nameof(PerPrivateHostSpacingMilliseconds), PerPrivateHostSpacingMilliseconds, 0, 60_000);
        for (var i = 0; i < Witnesses.Count; i++)
        {
            if (VerdictFeedKeys.OriginOf(Witnesses[i]).Length == 0)
                throw SettingsException.Of(Section, $"{nameof(Witnesses)}:{i}", Witnesses[i], "an absolute http or https URL");
        }
    }

    private static void Check(string key, int value, int least, int most)
    {
        if (value < least || value > most)
            throw SettingsException.Of(Section, key, value.ToString(CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"{least} to {most}"));
    }
}
