using Tautan.Commands.Client;

namespace Tautan.Commands.Doctor;

/// <summary>The installation that is looked at.</summary>
internal sealed record Patient
{
    public required Session Session { get; init; }

    /// <summary>Where its data lies; null: on another machine.</summary>
    public required string? Data { get; init; }

    /// <summary>What the outside calls it.</summary>
    public required Uri BaseUrl { get; init; }

    /// <summary>Where its settings say that it listens; null: they are not known here.</summary>
    public required (Uri Server, Uri Operations)? Listens { get; init; }

    /// <summary>The API; null where there is no key for it.</summary>
    public required ApiClient? Api { get; init; }

    public required ApiClient Operations { get; init; }

    public IMachine Machine => Session.Surroundings.Machine;

    public TimeProvider Time => Session.Surroundings.Time;
}
