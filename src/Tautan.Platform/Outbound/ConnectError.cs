namespace Tautan.Platform.Outbound;

/// <summary>Why there is no connection.</summary>
public enum ConnectError
{
    None,

    /// <summary>An address is neither public nor in an allowed network, and no other one answered.</summary>
    NotPublic,

    /// <summary>The name has no address, or nobody could be asked in time.</summary>
    Dns,

    Refused,
    Reset,

    /// <summary>No way to the network or host.</summary>
    Unreachable,

    ConnectTimeout,

    /// <summary>The certificate ended, or is not valid yet.</summary>
    TlsExpired,

    TlsWrongName,

    /// <summary>The certificate leads to no trusted root.</summary>
    TlsUntrusted,

    /// <summary>Reset during the handshake.</summary>
    TlsReset,

    /// <summary>No common protocol, not TLS at all, and whatever else a handshake ends with.</summary>
    TlsFailure,

    TlsTimeout,

    /// <summary>The outgoing proxy is not reached, or refuses to serve us: that says nothing about the host.</summary>
    Proxy,

    /// <summary>The outgoing proxy does not let us to this host.</summary>
    ProxyRefuses,
}
