using System.Net;

namespace Tautan.Platform.Hosting;

/// <summary>A listening socket that was open before this process.</summary>
/// <param name="Handle">The file descriptor.</param>
/// <param name="Name">As in <c>FileDescriptorName=</c> of its socket unit.</param>
/// <param name="EndPoint">Where it listens.</param>
public sealed record ActivatedSocket(ulong Handle, string Name, EndPoint EndPoint)
{
    /// <summary>Its visitors speak TLS.</summary>
    public bool IsSecure => Name == "https";

    /// <summary>It is for health and metrics.</summary>
    public bool IsForOperations => Name == "operations";
}
