namespace Tautan.Health.Maintenance;

/// <summary>Days of the week as bits and as words; bit 0 is Sunday.</summary>
internal static class WeekDays
{
    private static readonly string[] All = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

    /// <summary>Null where one of them is no day.</summary>
    public static int? Bits(IEnumerable<string> names)
    {
        var bits = 0;
        foreach (var name in names)
        {
            var day = Array.IndexOf(All, name);
            if (day < 0) return null;
            bits |= 1 << day;
        }

        return bits;
    }

    public static IReadOnlyList<string> Names(int bits) => [.. All.Where((_, day) => (bits & (1 << day)) != 0)];
}
