namespace Tautan.Health.Maintenance;

/// <summary>A page of maintenance windows, the newest first.</summary>
/// <param name="Items">The windows.</param>
/// <param name="NextCursor">Where the next page begins; null: this is the last.</param>
internal sealed record MaintenancePage(IReadOnlyList<MaintenanceView> Items, string? NextCursor);
