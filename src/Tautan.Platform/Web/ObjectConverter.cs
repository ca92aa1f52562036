using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Tautan.Platform.Web;

/// <summary>
/// Reads a part of a body that stays JSON. By itself a tree is built only when somebody looks into it, and a name that is given twice is met
/// no sooner than there; here it is met while the body is read, with its path.
/// </summary>
internal sealed class ObjectConverter : JsonConverter<JsonObject>
{
    /// <summary>In the data of an exception: where in the part it is.</summary>
    public const string Place = "place";

    public override JsonObject Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException();
        return ReadObject(ref reader, options, "");
    }

    public override void Write(Utf8JsonWriter writer, JsonObject value, JsonSerializerOptions options) => value.WriteTo(writer, options);

    private static JsonObject ReadObject(ref Utf8JsonReader reader, JsonSerializerOptions options, string path)
    {
        var made = new JsonObject();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = TextOf(ref reader, path);
            var place = path.Length == 0 ? name : $"{path}.{name}";
            reader.Read();
            var value = ReadValue(ref reader, options, place);
            if (!made.TryAdd(name, value))
                throw new JsonException(JsonBody.Duplicate) { Data = { [Place] = place } };
        }

        return made;
    }

    // Half a surrogate pair, or bytes that are no UTF-8.
    private static string TextOf(ref Utf8JsonReader reader, string path)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new JsonException(JsonBody.Malformed) { Data = { [Place] = path } };
        }
    }

    private static JsonNode? ReadValue(ref Utf8JsonReader reader, JsonSerializerOptions options, string path)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return ReadObject(ref reader, options, path);
            case JsonTokenType.StartArray:
                var list = new JsonArray();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    list.Add(ReadValue(ref reader, options, path));
                return list;
            case JsonTokenType.String:
                return JsonValue.Create(TextOf(ref reader, path));
            default:
                return JsonNode.Parse(ref reader);
        }
    }
}
