using Tautan.Contracts.Clicks;

namespace Tautan.Gateway.Redirecting;

/// <summary>What a request for a link comes to, in views of the table: nothing is made that a visitor's answer does not need.</summary>
internal readonly ref struct Outcome
{
    public ClickKind Kind { get; init; }

    /// <summary>The status to answer.</summary>
    public int Status { get; init; }

    /// <summary>None: a page of our own.</summary>
    public Location Location { get; init; }

    /// <summary>The methods that the link answers, where it does not answer that of the request.</summary>
    public string? Allow { get; init; }

    public Guid Workspace { get; init; }

    public Guid Link { get; init; }

    public Guid Domain { get; init; }

    /// <summary>Empty where the fallback or a page serves.</summary>
    public Guid Destination { get; init; }

    public bool IsFailedOver { get; init; }
}
