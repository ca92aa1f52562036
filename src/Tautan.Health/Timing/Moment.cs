namespace Tautan.Health.Timing;

/// <summary>A point in time, told twice.</summary>
/// <param name="Steady">Never runs backwards within a process; all intervals are measured with it.</param>
/// <param name="Wall">What the clock on the wall says; all that people read is told in it.</param>
internal readonly record struct Moment(DateTimeOffset Steady, DateTimeOffset Wall);
