using System.Text.Json.Nodes;

namespace Tautan.Testing.OpenApi;

/// <summary>Composes a value that fits a schema from the examples of its fields.</summary>
public static class Examples
{
    public static JsonNode? Of(JsonObject document, JsonObject schema)
    {
        schema = Resolve(document, schema);
        if (schema["examples"] is JsonArray { Count: > 0 } examples)
            return examples[0]?.DeepClone();
        if (schema["default"] is { } standard)
            return standard.DeepClone();
        if (schema["enum"] is JsonArray words)
            return words[0]?.DeepClone();
        if ((schema["anyOf"] ?? schema["oneOf"]) is JsonArray any)
            return Of(document, (JsonObject)any[0]!);
        var type = schema["type"] switch { JsonArray types => types.Any(one => one!.GetValue<string>() == "null") ? "null" : types[0]!.GetValue<string>(), JsonValue one => one.GetValue<string>(), _ => "null" };
        return type switch
        {
            "object" when schema["properties"] is JsonObject properties => new JsonObject(properties.Select(pair => KeyValuePair.Create(pair.Key, Of(document, (JsonObject)pair.Value!)))),
            "object" => new JsonObject(),
            "array" => new JsonArray(Of(document, (JsonObject)schema["items"]!)),
            "boolean" => true,
            "integer" => Math.Max(1, schema["minimum"]?.GetValue<long>() ?? 1),
            "number" => 0.5,
            "string" => schema["format"]?.GetValue<string>() switch
            {
                "uuid" => "01990c2a-7c4e-7b2a-9d5e-3f0a1b2c3d4e",
                "date-time" => "2026-01-31T12:00:00Z",
                "uri" => "https://a.example/",
                _ => "text",
            },
            _ => null,
        };
    }

    public static JsonObject Resolve(JsonObject document, JsonObject schema)
    {
        while (schema["$ref"]?.GetValue<string>() is { } reference)
            schema = reference.TrimStart('#', '/').Split('/').Aggregate(document, (node, name) => (JsonObject)node[name]!);
        return schema;
    }
}
