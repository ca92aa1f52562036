using System.ComponentModel;

namespace Tautan.Platform.Hosting;

/// <summary>What the text of a setting may be, by the type that it becomes.</summary>
internal static class SettingValue
{
    public static bool IsReadable(Type type, string text) => type == typeof(string) || IsConvertible(type, text);

    /// <summary>As a person says it.</summary>
    /// <param name="type">What the text must become.</param>
    /// <param name="path">The setting, as in <c>Health__Witnesses</c>.</param>
    public static string Expected(Type type, string path) => type switch
    {
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(int) || type == typeof(long) => "a whole number",
        _ when type == typeof(double) => "a number",
        _ when type == typeof(TimeSpan) => "a duration such as 00:00:30",
        _ when type == typeof(Uri) => "a URL",
        _ when type.IsEnum => $"one of {string.Join(", ", Enum.GetNames(type))}",
        _ => $"the settings below it, such as TAUTAN_{path}__{type.GetProperties().FirstOrDefault()?.Name}",
    };

    private static bool IsConvertible(Type type, string text)
    {
        var converter = TypeDescriptor.GetConverter(type);
        if (!converter.CanConvertFrom(typeof(string)))
            return false;
        try
        {
            return converter.ConvertFromInvariantString(text) is not null;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or NotSupportedException or InvalidOperationException)
        {
            return false;
        }
    }
}
