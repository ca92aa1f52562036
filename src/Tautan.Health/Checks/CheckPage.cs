namespace Tautan.Health.Checks;

/// <summary>A page of checks, the newest first.</summary>
/// <param name="Items">The checks.</param>
/// <param name="NextCursor">Where the next page begins; null: this is the last.</param>
internal sealed record CheckPage(IReadOnlyList<CheckView> Items, string? NextCursor);
