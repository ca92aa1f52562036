using System.Net;

namespace Tautan.Contracts.Clicks;

/// <summary>One request of a visitor, as the gateway saw it, before it is bytes (<see cref="ClickRecord"/>).</summary>
public readonly ref struct Click
{
    /// <summary>Milliseconds since 1970-01-01T00:00:00Z.</summary>
    public long Time { get; init; }

    public ClickKind Kind { get; init; }

    public ClickMethod Method { get; init; }

    public ClickFlags Flags { get; init; }

    /// <summary>The status answered.</summary>
    public int Status { get; init; }

    /// <summary>Empty where no link was found.</summary>
    public Guid Workspace { get; init; }

    /// <summary>Empty where no link was found.</summary>
    public Guid Link { get; init; }

    public Guid Domain { get; init; }

    /// <summary>Empty where no destination served: an error page, or the fallback.</summary>
    public Guid Destination { get; init; }

    /// <summary>The visitor's address; null where there is none, such as over a Unix socket.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>The <c>Host</c> header.</summary>
    public ClickText Host { get; init; }

    /// <summary>The request target as it came, undecoded.</summary>
    public ClickText PathAndQuery { get; init; }

    public ClickText UserAgent { get; init; }

    public ClickText Referer { get; init; }

    public ClickText AcceptLanguage { get; init; }
}
