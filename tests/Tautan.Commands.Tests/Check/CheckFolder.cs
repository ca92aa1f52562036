using System.Text.Json;
using Tautan.Commands.Tests.Support;

namespace Tautan.Commands.Tests.Check;

/// <summary>A directory of documents, and the command run in it.</summary>
internal sealed class CheckFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("tautan-check-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);

    public CheckFolder Write(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return this;
    }

    public Task<Ended> RunAsync(params string[] arguments) => new Cli { WorkingDirectory = Path }.RunAsync(["check", .. arguments]);

    public Task<Ended> RunWithInputAsync(string input, params string[] arguments) =>
        new Cli { WorkingDirectory = Path, Input = System.Text.Encoding.UTF8.GetBytes(input) }.RunAsync(["check", .. arguments]);

    /// <summary>What is broken, as <c>file:line url reason</c>, in order.</summary>
    public static List<string> Broken(Ended ended) => [.. Items(ended)
        .Where(item => item.GetProperty("verdict").GetString() == "down")
        .SelectMany(item => Sources(item).DefaultIfEmpty("").Select(source => $"{source} {item.GetProperty("url").GetString()} {item.GetProperty("reason").GetString()}".Trim()))
        .Order(StringComparer.Ordinal)];

    public static IEnumerable<JsonElement> Items(Ended ended) => JsonSerializer.Deserialize<JsonElement>(ended.Out).GetProperty("items").EnumerateArray();

    public static JsonElement Item(Ended ended, string url) => Items(ended).Single(item => item.GetProperty("url").GetString() == url);

    public static int Summary(Ended ended, string name) => JsonSerializer.Deserialize<JsonElement>(ended.Out).GetProperty("summary").GetProperty(name).GetInt32();

    private static IEnumerable<string> Sources(JsonElement item) =>
        item.GetProperty("sources").EnumerateArray().Select(source => $"{source.GetProperty("file").GetString()}:{source.GetProperty("line").GetInt32()}");
}
