namespace Tautan.Health.Events;

/// <summary>A page of events, the newest first.</summary>
/// <param name="Items">The events.</param>
/// <param name="NextCursor">Where the next page begins; null: this is the last.</param>
internal sealed record EventPage(IReadOnlyList<EventView> Items, string? NextCursor);
