using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Tautan.Testing.OpenApi;

/// <summary>
/// Whether a value is what a schema of the document says. Stricter than JSON Schema in one thing: a field that is not described is wrong
/// wherever fields are described, since nothing undocumented may be answered.
/// </summary>
public static class SchemaCheck
{
    /// <returns>What is wrong, a line each; empty: nothing.</returns>
    public static IReadOnlyList<string> Check(JsonObject document, JsonObject schema, JsonNode? value)
    {
        var errors = new List<string>();
        Check(document, schema, value, "$", errors);
        return errors;
    }

    private static void Check(JsonObject document, JsonObject schema, JsonNode? value, string path, List<string> errors)
    {
        schema = Examples.Resolve(document, schema);
        if ((schema["anyOf"] ?? schema["oneOf"]) is JsonArray choices)
        {
            var found = choices.Select(choice => Check(document, (JsonObject)choice!, value)).ToList();
            if (found.All(wrong => wrong.Count > 0))
                errors.Add($"{path} is none of its {choices.Count} kinds: {string.Join(" | ", found.Select(wrong => wrong[0]))}");
            return;
        }

        var kind = KindOf(value);
        if (schema["type"] is { } type && !TypesOf(type).Any(name => name == kind || (name == "number" && kind == "integer")))
        {
            errors.Add($"{path} is {kind} and must be {type.ToJsonString()}");
            return;
        }

        if (schema["enum"] is JsonArray words && !words.Any(word => JsonNode.DeepEquals(word, value)))
            errors.Add($"{path} is {value?.ToJsonString()} and must be one of {words.ToJsonString()}");
        switch (value)
        {
            case JsonObject map:
                CheckObject(document, schema, map, path, errors);
                break;
            case JsonArray list:
                CheckCount(schema, "minItems", "maxItems", list.Count, path, errors);
                for (var i = 0; i < list.Count && schema["items"] is JsonObject items; i++)
                    Check(document, items, list[i], string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), errors);
                break;
            case JsonValue text when kind == "string":
                CheckText(schema, text.GetValue<string>(), path, errors);
                break;
            case JsonValue when kind is "integer" or "number":
                if (schema["minimum"] is { } least && value.GetValue<double>() < least.GetValue<double>())
                    errors.Add($"{path} is below {least}");
                if (schema["maximum"] is { } most && value.GetValue<double>() > most.GetValue<double>())
                    errors.Add($"{path} is above {most}");
                break;
        }
    }

    private static void CheckObject(JsonObject document, JsonObject schema, JsonObject map, string path, List<string> errors)
    {
        foreach (var name in (schema["required"] as JsonArray ?? []).Select(name => name!.GetValue<string>()).Where(name => !map.ContainsKey(name)))
            errors.Add($"{path}.{name} is missing");
        CheckCount(schema, "minProperties", "maxProperties", map.Count, path, errors);
        var properties = schema["properties"] as JsonObject;
        foreach (var (name, value) in map)
        {
            if (properties?[name] is JsonObject described)
                Check(document, described, value, $"{path}.{name}", errors);
            else if (schema["additionalProperties"] is JsonObject any)
                Check(document, any, value, $"{path}.{name}", errors);
            else if (properties is not null)
                errors.Add($"{path}.{name} is not described");
        }
    }

    private static void CheckText(JsonObject schema, string text, string path, List<string> errors)
    {
        var isRight = schema["format"]?.GetValue<string>() switch
        {
            "uuid" => Guid.TryParseExact(text, "D", out _),
            "date-time" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _) && text.Contains('T', StringComparison.Ordinal),
            "uri" => Uri.TryCreate(text, UriKind.Absolute, out _),
            _ => true,
        };
        if (!isRight)
            errors.Add($"{path} is no {schema["format"]}: {text}");
        if (schema["pattern"]?.GetValue<string>() is { } pattern && !Regex.IsMatch(text, pattern, RegexOptions.ECMAScript))
            errors.Add($"{path} does not fit {pattern}: {text}");
        CheckCount(schema, "minLength", "maxLength", text.Length, path, errors);
    }

    private static void CheckCount(JsonObject schema, string least, string most, int count, string path, List<string> errors)
    {
        if (schema[least] is { } minimum && count < minimum.GetValue<long>())
            errors.Add($"{path} has {count}, below {least} {minimum}");
        if (schema[most] is { } maximum && count > maximum.GetValue<long>())
            errors.Add($"{path} has {count}, above {most} {maximum}");
    }

    private static IEnumerable<string> TypesOf(JsonNode type) => type is JsonArray names ? names.Select(name => name!.GetValue<string>()) : [type.GetValue<string>()];

    private static string KindOf(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "null",
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => value.ToJsonString().AsSpan().ContainsAny('.', 'e', 'E') ? "number" : "integer",
    };
}
