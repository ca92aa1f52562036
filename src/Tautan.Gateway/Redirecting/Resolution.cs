using Tautan.Contracts.Clicks;

namespace Tautan.Gateway.Redirecting;

/// <summary>What a request for a link comes to, for whoever keeps it: an <see cref="Outcome"/> with its location put together.</summary>
internal readonly record struct Resolution
{
    public ClickKind Kind { get; init; }

    /// <summary>The status to answer.</summary>
    public int Status { get; init; }

    /// <summary>ASCII; null: a page of our own.</summary>
    public string? Location { get; init; }

    /// <summary>The methods that the link answers, where it does not answer that of the request.</summary>
    public string? Allow { get; init; }

    public Guid Workspace { get; init; }

    public Guid Link { get; init; }

    public Guid Domain { get; init; }

    /// <summary>Empty where the fallback or a page serves.</summary>
    public Guid Destination { get; init; }

    public bool IsFailedOver { get; init; }

    public static Resolution Of(in Outcome outcome) => new()
    {
        Kind = outcome.Kind,
        Status = outcome.Status,
        Location = outcome.Location.IsNone ? null : LocationWriter.Write(outcome.Location),
        Allow = outcome.Allow,
        Workspace = outcome.Workspace,
        Link = outcome.Link,
        Domain = outcome.Domain,
        Destination = outcome.Destination,
        IsFailedOver = outcome.IsFailedOver,
    };
}
