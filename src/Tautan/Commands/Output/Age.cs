using System.Globalization;
using System.Text.Json;
using Tautan.Commands.Client;

namespace Tautan.Commands.Output;

/// <summary>How long ago something was, as people say it.</summary>
internal static class Age
{
    /// <summary><c>34 s ago</c>; the moment itself where it lies ahead (the clocks differ) or is none; null where there is none.</summary>
    public static string? Of(JsonElement element, string name, TimeProvider time)
    {
        var text = element.Moment(name);
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
            return text;
        var age = time.GetUtcNow() - at;
        return age.Ticks switch
        {
            < 0 => text,
            < 2 * TimeSpan.TicksPerMinute => $"{age.TotalSeconds:0} s ago",
            < 2 * TimeSpan.TicksPerHour => $"{Math.Floor(age.TotalMinutes):0} min ago",
            < 2 * TimeSpan.TicksPerDay => $"{Math.Floor(age.TotalHours):0} h ago",
            _ => $"{Math.Floor(age.TotalDays):0} d ago",
        };
    }
}
