namespace Tautan.Identity;

/// <summary>The id in a path. What is none names nothing, like an id that nobody has.</summary>
internal static class PathId
{
    public static Guid Of(string text) => Guid.TryParse(text, out var id) ? id : Guid.Empty;
}
