using System.Text.Json.Nodes;

namespace Tautan.Commands.Links.Editing;

/// <summary>JSON merge patches (RFC 7396).</summary>
internal static class MergePatch
{
    /// <summary>What makes one document of the other; a member that is missing in the second one becomes null.</summary>
    public static JsonObject Between(JsonObject before, JsonObject after)
    {
        var patch = new JsonObject();
        foreach (var (name, was) in before)
        {
            if (!after.TryGetPropertyValue(name, out var now))
                now = null;
            if (was is JsonObject inner && now is JsonObject changed)
            {
                if (Between(inner, changed) is { Count: > 0 } deeper)
                    patch[name] = deeper;
            }
            else if (!JsonNode.DeepEquals(was, now))
            {
                patch[name] = now?.DeepClone();
            }
        }
        foreach (var (name, now) in after.Where(member => !before.ContainsKey(member.Key)))
            patch[name] = now?.DeepClone();
        return patch;
    }

    /// <summary>A document with a patch applied, for people to look at: what is set to null stays there as null.</summary>
    public static JsonObject Apply(JsonObject document, JsonObject patch)
    {
        var result = (JsonObject)document.DeepClone();
        foreach (var (name, value) in patch)
            result[name] = value is JsonObject changes && result[name] is JsonObject inner ? Apply(inner, changes) : value?.DeepClone();
        return result;
    }
}
