using System.Text.Json.Nodes;

namespace Tautan.Commands.Links;

/// <summary>Destinations as a server takes them.</summary>
internal static class DestinationList
{
    public static JsonArray Of(IEnumerable<string> urls) => new([.. urls.Select(url => new JsonObject { ["url"] = url })]);
}
