using Tautan.Contracts.Health;
using Tautan.Health.Probing;

namespace Tautan.Health.Verdicts;

internal enum ContactKind
{
    /// <summary>Nothing was tried: it says nothing.</summary>
    None,

    /// <summary>DNS, connect or TLS failed.</summary>
    Failed,

    /// <summary>A connection stood, and no HTTP answer came: neither a failure of the origin nor a sign that it is well.</summary>
    Reached,

    /// <summary>An HTTP answer, whatever its status.</summary>
    Answered,
}

/// <summary>What one probe said about the origin of its URL.</summary>
/// <param name="Kind">How far it came.</param>
/// <param name="Reason">Of <c>Reasons</c>, where it failed.</param>
internal readonly record struct Contact(ContactKind Kind, string? Reason)
{
    /// <summary>Only the first hop is the origin's; where it redirects to speaks for others.</summary>
    public static Contact Of(ProbeResult result)
    {
        var first = result.Hops[0];
        if (first.Status is not null) return new Contact(ContactKind.Answered, null);
        if (first.Failure.CountsForOrigin()) return new Contact(ContactKind.Failed, result.Reason ?? Reasons.Unreachable);
        return new Contact(first.Failure.ReachedOrigin() && !first.IsReused ? ContactKind.Reached : ContactKind.None, null);
    }
}
