namespace Tautan.Health.Events;

/// <summary>The one row that numbers events.</summary>
internal sealed class EventCounterRow
{
    public const int OnlyId = 1;

    public int Id { get; set; }

    /// <summary>The number of the last event; 0: there was none.</summary>
    public long Last { get; set; }
}
