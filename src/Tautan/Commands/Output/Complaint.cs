namespace Tautan.Commands.Output;

/// <summary>A line on standard error: <c>tautan: …</c>.</summary>
internal static class Complaint
{
    private const int LongestLine = 2000;

    public static void Write(TextWriter error, string text)
    {
        var line = SafeText.Of(text.ReplaceLineEndings(" "));
        error.WriteLine($"tautan: {(line.Length > LongestLine ? line[..LongestLine] + "…" : line)}");
    }
}
