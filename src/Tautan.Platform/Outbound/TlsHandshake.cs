using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;

namespace Tautan.Platform.Outbound;

/// <summary>Makes the TLS session on a connection and tells exactly why there is none.</summary>
internal sealed class TlsHandshake(TrustedRoots roots)
{
    private static readonly List<SslApplicationProtocol> Http11Only = [SslApplicationProtocol.Http11];
    private static readonly List<SslApplicationProtocol> Http2First = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11];

    /// <summary>Sets the connection's stream, or its error; disposes of <paramref name="stream"/> on an error.</summary>
    public async Task ShakeHandsAsync(Stream stream, OutboundEndpoint endpoint, OutboundConnection connection, CancellationToken cancellationToken)
    {
        var inspection = new CertificateInspection(roots, endpoint.IgnoreCertificateErrors);
        var tls = new SslStream(stream);
        try
        {
            await tls.AuthenticateAsClientAsync(Options(endpoint, inspection), cancellationToken);
            connection.Stream = tls;
        }
        catch (Exception e)
        {
            // A hostile peer decides what is thrown here; nothing of it may pass as anything but a failed handshake.
            var (error, detail) = Classify(e, inspection);
            connection.Fail(error, detail);
        }
        finally
        {
            connection.Certificate = inspection.Certificate;
            if (connection.Stream is null) await tls.DisposeAsync();
        }
    }

    private static SslClientAuthenticationOptions Options(OutboundEndpoint endpoint, CertificateInspection inspection) => new()
    {
        TargetHost = endpoint.Host.TrimEnd('.'),
        ApplicationProtocols = endpoint.Http2 ? Http2First : Http11Only,

        // A resumed session shows the certificate of the first one: an end or a change would go unnoticed.
        AllowTlsResume = false,
        CertificateChainPolicy = CertificateInspection.Policy(),
        RemoteCertificateValidationCallback = inspection.Inspect,
    };

    private static (ConnectError Error, string Detail) Classify(Exception exception, CertificateInspection inspection)
    {
        if (inspection.Error != ConnectError.None) return (inspection.Error, inspection.Detail ?? exception.Message);

        return exception switch
        {
            OperationCanceledException => (ConnectError.TlsTimeout, "The TLS handshake did not end in time."),
            IOException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown } } =>
                (ConnectError.TlsReset, "The connection was reset during the TLS handshake."),
            AuthenticationException { InnerException: CryptographicException or AuthenticationException } =>
                (ConnectError.TlsFailure, exception.InnerException!.Message),
            _ => (ConnectError.TlsFailure, exception.Message),
        };
    }
}
