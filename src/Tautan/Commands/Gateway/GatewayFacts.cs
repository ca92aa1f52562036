using System.Text.Json;
using Tautan.Commands.Client;
using Tautan.Commands.Output;

namespace Tautan.Commands.Gateway;

/// <summary>What the gateway says of itself, a line a fact: <c>feeds.links.revision 42</c>. A new fact needs no new client.</summary>
internal static class GatewayFacts
{
    public static IEnumerable<(string Name, Cell Value)> Of(JsonElement answer) => Flatten("", answer);

    private static IEnumerable<(string Name, Cell Value)> Flatten(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(m => Flatten(Join(name, m.Name), m.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany((item, i) => Flatten(Join(name, NameOf(item, i)), item)),
        _ => [(name, new(value.AsText(), Tones.Of(value.AsText())))],
    };

    private static string NameOf(JsonElement item, int index) => item.Text("name") ?? item.Text("feed") ?? $"{index}";

    private static string Join(string name, string member) => name.Length == 0 ? member : $"{name}.{member}";
}
