using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tautan.Commands.Check.Settings;

/// <summary>The settings of a repository: <c>tautan-check.toml</c> or <c>tautan-check.json</c>.</summary>
internal sealed class SettingsFile
{
    private static readonly string[] Names = ["tautan-check.toml", "tautan-check.json"];

    private readonly JsonObject _values;

    private SettingsFile(string name, JsonObject values) => (Name, _values) = (name, values);

    /// <summary>As it is told to people; empty: there is none.</summary>
    public string Name { get; }

    public IEnumerable<string> Keys => _values.Select(pair => pair.Key);

    /// <summary>The one that was named, else the one in the working directory; where there is none, one without settings.</summary>
    /// <exception cref="CommandFailure">It is not there, is not written as it should be, or there are two.</exception>
    public static SettingsFile Find(string? named, string workingDirectory)
    {
        if (named is not null) return Read(named, Path.GetFullPath(named, workingDirectory));
        var found = Names.Where(name => File.Exists(Path.Combine(workingDirectory, name))).ToList();
        return found.Count switch
        {
            0 => new SettingsFile("", []),
            1 => Read(found[0], Path.Combine(workingDirectory, found[0])),
            _ => throw new CommandFailure(ExitCodes.Usage, $"there are {string.Join(" and ", found)}; name one with --config"),
        };
    }

    /// <summary>A value; null: it is not set.</summary>
    public JsonNode? Get(string key) => _values[key];

    /// <summary>That a value is not what it should be.</summary>
    public CommandFailure Wrong(string key, string expected) => new(ExitCodes.Usage, $"{Name}: {key} must be {expected}, and is {_values[key]?.ToJsonString() ?? "null"}");

    private static SettingsFile Read(string name, string path)
    {
        try
        {
            var text = File.ReadAllText(path);
            return new SettingsFile(name, Path.GetExtension(path).Equals(".toml", StringComparison.OrdinalIgnoreCase) ? TomlSettings.Read(text) : ReadJson(text));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or JsonException)
        {
            throw new CommandFailure(ExitCodes.Usage, $"{name} cannot be read: {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    private static JsonObject ReadJson(string text) =>
        JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false }) as JsonObject
        ?? throw new FormatException("it must be an object");
}
