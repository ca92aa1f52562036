using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Tautan.Platform.Web.OpenApi;

namespace Tautan.Testing.OpenApi;

/// <summary>Writes JSON Schema (2020-12, as OpenAPI 3.1 has it) of the records that cross the door. Objects are components, by name.</summary>
internal sealed class SchemaWriter(JsonObject components, XmlDocs docs)
{
    private readonly NullabilityInfoContext _nullability = new();
    private readonly Dictionary<string, (Type Type, SchemaUse Use)> _written = [];

    /// <summary>The schema of a type, or a reference to it.</summary>
    public JsonObject Of(Type type, SchemaUse use) => Of(type, use, null);

    /// <summary>The schema of a field of no component: a parameter.</summary>
    public JsonObject Of(PropertyInfo property, SchemaUse use) => Field(property, use, isNullable: false);

    /// <summary>The properties of a record in the order in which they were written, those of its base first.</summary>
    public static IEnumerable<PropertyInfo> Properties(Type type) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.GetCustomAttribute<JsonIgnoreAttribute>() is not { Condition: JsonIgnoreCondition.Always })
        .OrderBy(property => Depth(property.DeclaringType!));

    public static string NameOf(PropertyInfo property) =>
        property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    private JsonObject Of(Type type, SchemaUse use, FieldAttribute? field)
    {
        type = System.Nullable.GetUnderlyingType(type) ?? type;
        if (field?.Of is { } described && !IsList(type, out _))
            return Of(described, field.IsPatch ? SchemaUse.Patch : use);
        if (field?.Types is { Length: > 0 } types)
            return new JsonObject { ["type"] = new JsonArray([.. types.Select(name => JsonValue.Create(name))]) };
        if (type == typeof(string))
            return new JsonObject { ["type"] = "string" };
        if (type == typeof(bool))
            return new JsonObject { ["type"] = "boolean" };
        if (type == typeof(int))
            return new JsonObject { ["type"] = "integer", ["format"] = "int32" };
        if (type == typeof(long) || type == typeof(ulong))
            return new JsonObject { ["type"] = "integer", ["format"] = "int64" };
        if (type == typeof(double))
            return new JsonObject { ["type"] = "number", ["format"] = "double" };
        if (type == typeof(Guid))
            return new JsonObject { ["type"] = "string", ["format"] = "uuid" };
        if (type == typeof(DateTimeOffset))
            return new JsonObject { ["type"] = "string", ["format"] = "date-time" };
        if (type == typeof(object) || typeof(JsonNode).IsAssignableFrom(type))
            return [];
        if (IsMap(type, out var value))
            return new JsonObject { ["type"] = "object", ["additionalProperties"] = Nullable(Of(value, use), System.Nullable.GetUnderlyingType(value) is not null || (use != SchemaUse.Answer && !value.IsValueType)) };
        if (IsList(type, out var item))
            return new JsonObject { ["type"] = "array", ["items"] = Of(field?.Of ?? item, use == SchemaUse.Patch ? SchemaUse.Request : use) };
        return Reference(type, use);
    }

    private JsonObject Reference(Type type, SchemaUse use)
    {
        var name = NameOf(type, use);
        if (!_written.TryAdd(name, (type, use)))
        {
            if (_written[name] is var (other, otherUse) && (other != type || otherUse != use))
                throw new InvalidOperationException($"{name} would be both {other} ({otherUse}) and {type} ({use}).");
        }
        else
        {
            // Its place is kept while what it holds is written.
            components[name] = null;
            components[name] = Object(type, use);
        }

        return new JsonObject { ["$ref"] = $"#/components/schemas/{name}" };
    }

    private JsonObject Object(Type type, SchemaUse use)
    {
        var (properties, required) = (new JsonObject(), new JsonArray());
        foreach (var property in Properties(type))
        {
            var name = NameOf(property);
            var field = property.GetCustomAttribute<FieldAttribute>();
            properties[name] = Field(property, use, IsNullable(property) && !(use == SchemaUse.Request && field is { IsRequired: true }));
            if (use == SchemaUse.Answer ? property.GetCustomAttribute<JsonIgnoreAttribute>() is null : use == SchemaUse.Request && field is { IsRequired: true })
                required.Add(name);
        }

        var schema = new JsonObject { ["type"] = "object" };
        if (docs.Of(type) is { } summary)
            schema["description"] = summary;
        if (required.Count > 0)
            schema["required"] = required;
        schema["properties"] = properties;
        if (use != SchemaUse.Answer)
            schema["additionalProperties"] = false;
        return schema;
    }

    private JsonObject Field(PropertyInfo property, SchemaUse use, bool isNullable)
    {
        var field = property.GetCustomAttribute<FieldAttribute>();
        var schema = Of(property.PropertyType, use, field);
        if (field is not null && !schema.ContainsKey("$ref"))
            Constrain(schema, field);
        if (docs.Of(property) is { } summary)
            schema["description"] = summary;
        return Nullable(schema, isNullable);
    }

    private static void Constrain(JsonObject schema, FieldAttribute field)
    {
        var kind = schema["type"] is JsonValue value ? value.GetValue<string>() : "";
        var (least, most) = kind switch { "string" => ("minLength", "maxLength"), "array" => ("minItems", "maxItems"), "object" => ("minProperties", "maxProperties"), _ => ("minimum", "maximum") };
        if (field.Minimum != long.MinValue)
            schema[least] = field.Minimum;
        if (field.Maximum != long.MaxValue)
            schema[most] = field.Maximum;
        if (field.Format is not null)
            schema["format"] = field.Format;
        if (field.Pattern is not null)
            schema["pattern"] = field.Pattern;
        if (field.Values.Length > 0)
            (kind == "array" ? schema["items"]! : schema)["enum"] = new JsonArray([.. field.Values.Select(text => kind == "integer" ? JsonValue.Create(int.Parse(text, CultureInfo.InvariantCulture)) : (JsonNode)JsonValue.Create(text))]);
        if (field.Default is not null)
            schema["default"] = JsonNode.Parse(field.Default);
        if (field.Example is not null)
            schema["examples"] = new JsonArray(JsonNode.Parse(field.Example));
    }

    private static JsonObject Nullable(JsonObject schema, bool isNullable)
    {
        if (!isNullable || schema.Count == 0)
            return schema;
        if (schema["$ref"] is { } reference)
        {
            var either = new JsonObject { ["anyOf"] = new JsonArray(new JsonObject { ["$ref"] = reference.DeepClone() }, new JsonObject { ["type"] = "null" }) };
            if (schema["description"] is { } description)
                either["description"] = description.DeepClone();
            return either;
        }

        if (schema["type"] is JsonValue type)
            schema["type"] = new JsonArray(type.DeepClone(), "null");
        if (schema["enum"] is JsonArray words)
            words.Add((JsonNode?)null);
        return schema;
    }

    private bool IsNullable(PropertyInfo property) =>
        System.Nullable.GetUnderlyingType(property.PropertyType) is not null
        || (!property.PropertyType.IsValueType && _nullability.Create(property).ReadState == NullabilityState.Nullable);

    // A view is, outside, what it shows; a patch is a request of which nothing is required.
    private static string NameOf(Type type, SchemaUse use)
    {
        var name = type.DeclaringType is { } outer ? outer.Name + type.Name : type.Name;
        if (name.EndsWith("View", StringComparison.Ordinal))
            name = name[..^4];
        if (use == SchemaUse.Patch)
            name = name.EndsWith("Request", StringComparison.Ordinal) ? name[..^7] + "Patch" : name + "Patch";
        return use == SchemaUse.Answer && name.EndsWith("Request", StringComparison.Ordinal) ? name[..^7] : name;
    }

    private static bool IsMap(Type type, out Type value)
    {
        value = typeof(object);
        if (!type.IsGenericType || !type.Name.Contains("Dictionary", StringComparison.Ordinal))
            return false;
        value = type.GetGenericArguments()[1];
        return true;
    }

    private static bool IsList(Type type, out Type item)
    {
        item = typeof(object);
        if (type == typeof(string) || !typeof(IEnumerable).IsAssignableFrom(type) || typeof(JsonNode).IsAssignableFrom(type))
            return false;
        item = type.IsArray ? type.GetElementType()! : type.GetGenericArguments()[0];
        return true;
    }

    private static int Depth(Type type) => type.BaseType is { } parent ? 1 + Depth(parent) : 0;
}

/// <summary>What a schema describes.</summary>
internal enum SchemaUse
{
    /// <summary>What is sent: null is as good as nothing, unknown fields are refused.</summary>
    Request,

    /// <summary>What is sent as a merge patch: nothing is required.</summary>
    Patch,

    /// <summary>What is answered: every field is there.</summary>
    Answer,
}
