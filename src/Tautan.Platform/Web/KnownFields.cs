using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tautan.Platform.Text;

namespace Tautan.Platform.Web;

/// <summary>Says of a field that nobody knows which one may have been meant.</summary>
internal static partial class KnownFields
{
    /// <param name="body">What the whole body is.</param>
    /// <param name="path">The field, as the reader names it: <c>$.destinations[0].weight</c>.</param>
    public static string Refusal(Type body, string path)
    {
        var names = Names().Matches(path).Select(match => match.Groups["plain"].Value + match.Groups["quoted"].Value).ToList();
        if (names.Count == 0)
            return "is no field that is known here";
        var owner = names.SkipLast(1).Aggregate((Type?)Element(body), (type, name) => type is null ? null : Find(type, name));
        if (owner?.GetCustomAttribute<LaterFieldsAttribute>()?.Names.Contains(names[^1]) == true)
            return "is no field that is known here: it is not supported yet";
        var nearest = owner is null ? null : NearestName.Of(names[^1], Fields(owner));
        return nearest is null ? "is no field that is known here" : $"is no field that is known here (is {nearest} meant?)";
    }

    private static Type? Find(Type owner, string name) =>
        owner.GetProperties().FirstOrDefault(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name) == name) is { } property ? Element(property.PropertyType) : null;

    private static IEnumerable<string> Fields(Type owner) => owner.GetProperties().Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name));

    // Of a list, what is in it.
    private static Type Element(Type type) =>
        type != typeof(string) && type.IsGenericType && type.GetGenericArguments() is [var element] ? Nullable.GetUnderlyingType(element) ?? element : type;

    [GeneratedRegex(@"\.(?<plain>[^.\[\]]+)|\['(?<quoted>[^']*)'\]", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Names();
}
