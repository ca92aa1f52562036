using System.Globalization;

namespace Tautan.Health.Storage;

/// <summary>A short list of instants as text.</summary>
internal static class Instants
{
    public static string Write(IReadOnlyList<DateTimeOffset> instants) =>
        string.Join(',', instants.Select(at => at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)));

    public static IReadOnlyList<DateTimeOffset> Read(string text) =>
        [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(part => DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(part, CultureInfo.InvariantCulture)))];
}
