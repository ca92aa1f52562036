namespace Tautan.Platform.Web.OpenApi;

/// <summary>The body that an operation takes.</summary>
/// <param name="MediaType">Of what is sent.</param>
/// <param name="Type">What the JSON describes; null: bytes.</param>
/// <param name="Example">One that is right, as JSON; null: of bytes there is none.</param>
public sealed record Body(string MediaType, Type? Type, string? Example)
{
    /// <summary>JSON.</summary>
    public static Body Json<T>(string example) => new("application/json", typeof(T), example);

    /// <summary>A JSON merge patch (RFC 7396); JSON by its own name is taken as well.</summary>
    public static Body Patch<T>(string example) => new("application/merge-patch+json", typeof(T), example);

    /// <summary>Bytes as they are.</summary>
    public static Body Bytes { get; } = new("application/octet-stream", null, null);
}
