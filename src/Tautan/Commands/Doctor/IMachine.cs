using System.Net;

namespace Tautan.Commands.Doctor;

/// <summary>What the machine says of itself and of the network.</summary>
internal interface IMachine
{
    /// <summary>What is wrong with the settings that a server on this data directory would read; null: nothing.</summary>
    string? SettingsProblem(string dataDirectory);

    /// <summary>What the outside calls that server: <c>Urls.Base</c>.</summary>
    /// <remarks>Only where <see cref="SettingsProblem"/> is null.</remarks>
    Uri BaseUrl(string dataDirectory);

    /// <summary>Where that server listens, as this machine reaches it: the first of <c>Urls.Public</c>, and <c>Urls.Operations</c>.</summary>
    /// <remarks>Only where <see cref="SettingsProblem"/> is null.</remarks>
    (Uri Server, Uri Operations) Listens(string dataDirectory);

    /// <summary>Free for whoever runs this, and in all, where a file would lie, in bytes.</summary>
    /// <exception cref="IOException">It cannot be told.</exception>
    (long Free, long Total) DiskOf(string path);

    /// <summary>How many files a process may have open; null where that cannot be told.</summary>
    /// <param name="process">Its id; null: this one.</param>
    long? OpenFilesOf(int? process);

    /// <summary>Whether something keeps the clock right; null where that cannot be told.</summary>
    bool? IsClockKept();

    /// <summary>The addresses of a name; none where it has none.</summary>
    Task<IReadOnlyList<IPAddress>> AddressesAsync(string name, CancellationToken cancellation);

    /// <summary>The addresses of this machine.</summary>
    IReadOnlyList<IPAddress> OwnAddresses();

    /// <summary>What a server shows as its certificate.</summary>
    /// <exception cref="IOException">No secure connection comes about at all; the message says why.</exception>
    Task<SeenCertificate> CertificateAsync(string host, int port, CancellationToken cancellation);
}

/// <param name="Until">Its end.</param>
/// <param name="Problem">Why a visitor would not trust it; null: he would.</param>
internal sealed record SeenCertificate(DateTimeOffset Until, string? Problem);
