using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace Tautan.Platform.Certificates;

/// <summary>
/// What a service proves itself with: its certificate, renewed before it ends and read anew when its file changes, without
/// a restart; and the authorities it believes.
/// </summary>
public sealed partial class ServiceIdentity : IDisposable
{
    private readonly CertificateFiles _files;
    private readonly CertificateAuthority _authority;
    private readonly ILogger<ServiceIdentity> _logger;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private volatile State _state;

    /// <param name="name">The service.</param>
    /// <param name="files">Where certificates lie.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where renewals are told.</param>
    /// <exception cref="CertificateException">There is no certificate and none can be made.</exception>
    public ServiceIdentity(string name, CertificateFiles files, TimeProvider time, ILogger<ServiceIdentity> logger)
    {
        Name = name;
        _files = files;
        _authority = new CertificateAuthority(files, time);
        _logger = logger;
        _time = time;
        _authority.Ensure([name]);
        _state = Read();
        _timer = time.CreateTimer(_ => Refresh(), null, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
    }

    public string Name { get; }

    public X509Certificate2 Certificate => _state.Certificate;

    public PeerValidator Peers => _state.Peers;

    /// <summary>How this service calls another one: with its certificate, believing only that service's name, whatever the URL's host.</summary>
    public SslClientAuthenticationOptions ClientOptions(string peer) => new()
    {
        TargetHost = peer,
        LocalCertificateSelectionCallback = (_, _, _, _, _) => Certificate,
        RemoteCertificateValidationCallback = (_, certificate, _, _) => Peers.IsService(certificate, peer),
    };

    /// <summary>Renews the certificate where it ends soon, and reads it anew where the files changed. Done every minute.</summary>
    public void Refresh()
    {
        try
        {
            if (!_authority.IsGood(Name))
                _authority.Ensure([Name]);
            if (Stamp() == _state.Stamp)
                return;
            _state = Read();
            LogRead(_logger, Name, _state.Certificate.NotAfter.ToUniversalTime());
        }
        catch (Exception exception) when (exception is CertificateException or IOException or UnauthorizedAccessException or CryptographicException)
        {
            LogFailed(_logger, Name, exception.Message);
        }
    }

    public void Dispose() => _timer.Dispose();

    // The old certificate is not disposed: handshakes under way may hold it, and it is collected when they end.
    private State Read()
    {
        // Before the reading: what is written meanwhile is read again.
        var stamp = Stamp();
        return new State(_files.ReadService(Name), new PeerValidator(_files.ReadAuthorities(), _time), stamp);
    }

    private (DateTime, DateTime) Stamp() => (File.GetLastWriteTimeUtc(_files.PathOf(Name)), File.GetLastWriteTimeUtc(_files.AuthorityPath));

    private sealed record State(X509Certificate2 Certificate, PeerValidator Peers, (DateTime, DateTime) Stamp);

    [LoggerMessage(Level = LogLevel.Information, Message = "The certificate of {Service} was read anew; it ends {End:u}")]
    private static partial void LogRead(ILogger logger, string service, DateTime end);

    [LoggerMessage(Level = LogLevel.Error, Message = "The certificate of {Service} could not be renewed or read: {Problem}")]
    private static partial void LogFailed(ILogger logger, string service, string problem);
}
