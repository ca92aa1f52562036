using System.Text.Json.Nodes;

namespace Tautan.Commands.Client;

/// <summary>Builds what is sent: what is not given is not sent.</summary>
internal static class JsonBuilding
{
    public static void PutGiven(this JsonObject body, string name, JsonNode? value)
    {
        if (value is not null)
            body[name] = value;
    }

    /// <summary>A list of texts; null where there are none.</summary>
    public static JsonArray? ArrayOf(IReadOnlyCollection<string>? texts) =>
        texts is { Count: > 0 } ? new JsonArray([.. texts.Select(text => JsonValue.Create(text))]) : null;
}
