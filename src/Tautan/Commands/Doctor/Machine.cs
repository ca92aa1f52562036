using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Tautan.Platform.Hosting;
using Tautan.Serving;

namespace Tautan.Commands.Doctor;

/// <summary>The real one.</summary>
internal sealed class Machine : IMachine
{
    // struct timex of Linux takes 208 bytes on 64 bits.
    private const int TimexBytes = 256;
    private const int ClockIsNotKept = 5;

    public string? SettingsProblem(string dataDirectory)
    {
        try
        {
            _ = Preparation.ReadSettings(dataDirectory);
            return null;
        }
        catch (SettingsException failure)
        {
            return failure.Message;
        }
    }

    public Uri BaseUrl(string dataDirectory) => Preparation.ReadSettings(dataDirectory).Urls.BaseUri();

    public (Uri Server, Uri Operations) Listens(string dataDirectory)
    {
        var urls = Preparation.ReadSettings(dataDirectory).Urls;
        return (UrlsOptions.Reachable(urls.PublicUris()[0]), UrlsOptions.Reachable(new Uri(urls.Operations)));
    }

    public (long Free, long Total) DiskOf(string path)
    {
        var drive = new DriveInfo(path);
        return (drive.AvailableFreeSpace, drive.TotalSize);
    }

    public long? OpenFilesOf(int? process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{(process is { } id ? $"{id}" : "self")}/limits").FirstOrDefault(line => line.StartsWith("Max open files", StringComparison.Ordinal));
            var soft = line?["Max open files".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
            return soft is "unlimited" ? long.MaxValue : long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public bool? IsClockKept()
    {
        if (!OperatingSystem.IsLinux())
            return null;
        // All zero: it is only read.
        return AdjustTime(new byte[TimexBytes]) switch { < 0 => null, ClockIsNotKept => false, _ => true };
    }

    public async Task<IReadOnlyList<IPAddress>> AddressesAsync(string name, CancellationToken cancellation)
    {
        try
        {
            return await Dns.GetHostAddressesAsync(name, cancellation);
        }
        catch (SocketException)
        {
            return [];
        }
    }

    public IReadOnlyList<IPAddress> OwnAddresses() =>
        [.. NetworkInterface.GetAllNetworkInterfaces().SelectMany(one => one.GetIPProperties().UnicastAddresses).Select(address => address.Address)];

    public async Task<SeenCertificate> CertificateAsync(string host, int port, CancellationToken cancellation)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(host, port, cancellation);
            string? problem = null;
            await using var secure = new SslStream(client.GetStream());
            // Whatever it is: it is looked at, and nothing is sent.
#pragma warning disable CA5359
            var options = new SslClientAuthenticationOptions { TargetHost = host, RemoteCertificateValidationCallback = (_, _, chain, errors) => Note(chain, errors, out problem) };
#pragma warning restore CA5359
            await secure.AuthenticateAsClientAsync(options, cancellation);
            using var certificate = new X509Certificate2(secure.RemoteCertificate!);
            return new(new DateTimeOffset(certificate.NotAfter.ToUniversalTime(), TimeSpan.Zero), problem);
        }
        catch (Exception failure) when (failure is SocketException or AuthenticationException)
        {
            throw new IOException(failure.Message.TrimEnd('.'), failure);
        }
    }

    private static bool Note(X509Chain? chain, SslPolicyErrors errors, out string? problem)
    {
        problem = errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? "it is for another name"
            : errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) ? chain?.ChainStatus.Select(status => status.StatusInformation.TrimEnd('.')).FirstOrDefault() ?? "its chain is not trusted"
            : null;
        return true;
    }

    [DllImport("libc", EntryPoint = "adjtimex"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int AdjustTime([In, Out] byte[] timex);
}
