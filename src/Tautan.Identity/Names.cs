namespace Tautan.Identity;

/// <summary>Names that people give to keys and workspaces.</summary>
internal static class Names
{
    public const string Expected = "must have 1 to 100 characters, and no control characters";

    public static bool IsGood(string? name) => name is { Length: > 0 and <= 100 } && !string.IsNullOrWhiteSpace(name) && !name.Any(char.IsControl);
}
