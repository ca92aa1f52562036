namespace Tautan.Health.Probing;

/// <summary>How far a probe, or one hop of it, got. A status such as 404 or 503 is no failure here: <see cref="Expectation"/> judges it.</summary>
internal enum ProbeFailure
{
    /// <summary>An answer was read.</summary>
    None,

    /// <summary>It was not fetched: no address is public or in an allowed network. Says nothing about the target.</summary>
    NotPublic,

    /// <summary>No address was found. Counts for the origin.</summary>
    Dns,

    /// <summary>No connection was made. Counts for the origin.</summary>
    Connect,

    /// <summary>No TLS session was made. Counts for the origin.</summary>
    Tls,

    /// <summary>Connected, and no answer began: a long wait, or the connection broke.</summary>
    FirstByte,

    /// <summary>Something answered, and not with HTTP.</summary>
    Http,

    /// <summary>A redirect that leads nowhere, in a circle, or too far.</summary>
    Redirect,

    /// <summary>The answer began and its body did not arrive whole.</summary>
    Body,

    /// <summary>The outgoing proxy is not reached, or refuses. Says nothing about anything but it.</summary>
    Proxy,

    /// <summary>The hops before took most of the time, and this one had too little to be connected to. Says nothing about its origin.</summary>
    OutOfTime,
}

internal static class ProbeFailures
{
    /// <summary>Whether it speaks against the origin, and not only against one URL of it: DNS, connect and TLS, never a wait for a first byte.</summary>
    public static bool CountsForOrigin(this ProbeFailure failure) =>
        failure is ProbeFailure.Dns or ProbeFailure.Connect or ProbeFailure.Tls;

    /// <summary>Whether the origin was reached: a connection (and TLS session) stood.</summary>
    public static bool ReachedOrigin(this ProbeFailure failure) =>
        failure is not (ProbeFailure.NotPublic or ProbeFailure.OutOfTime or ProbeFailure.Proxy) && !failure.CountsForOrigin();
}
