using Tautan.Health.Checks;

namespace Tautan.Health.Commands;

/// <summary>What one process did of a command, for those destinations that it watches; in a form that can pass from one process to another.</summary>
internal sealed record CommandPart
{
    /// <summary>The probes that were made.</summary>
    public IReadOnlyList<CheckView> Items { get; init; } = [];

    /// <summary>Some still wait for their turn.</summary>
    public bool IsWaiting { get; init; }

    /// <summary>Destinations that were failed back.</summary>
    public int FailedBack { get; init; }

    /// <summary>Destinations that are down and could not be.</summary>
    public int StillDown { get; init; }

    /// <summary>Why nothing was done; null: it was.</summary>
    public CommandAnswer? Problem { get; init; }
}
