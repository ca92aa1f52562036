using System.Text.Json.Nodes;
using Tomlyn;
using Tomlyn.Model;

namespace Tautan.Commands.Check.Settings;

/// <summary>Reads TOML as JSON would be read.</summary>
internal static class TomlSettings
{
    /// <exception cref="FormatException">It is no TOML.</exception>
    public static JsonObject Read(string text)
    {
        try
        {
            return Object(TomlSerializer.Deserialize<TomlTable>(text) ?? []);
        }
        catch (TomlException e)
        {
            throw new FormatException(e.Message, e);
        }
    }

    private static JsonObject Object(TomlTable table) => new(table.Select(pair => KeyValuePair.Create(pair.Key, Node(pair.Value))));

    private static JsonNode? Node(object? value) => value switch
    {
        TomlTable table => Object(table),
        TomlArray array => new JsonArray([.. array.Select(Node)]),
        string text => JsonValue.Create(text),
        bool truth => JsonValue.Create(truth),
        long number => JsonValue.Create(number),
        double number => JsonValue.Create(number),
        null => null,
        _ => JsonValue.Create(value.ToString()),
    };
}
