using System.Text.Json;
using Tautan.Commands.Client;
using Tautan.Commands.Output;

namespace Tautan.Commands.Links;

/// <summary>What commands read out of a link.</summary>
internal static class LinkReading
{
    /// <exception cref="CommandFailure">What came is no link.</exception>
    public static string ShortUrl(JsonElement link) => Required(link, "shortUrl");

    /// <exception cref="CommandFailure">What came is no link.</exception>
    public static string Id(JsonElement link) => Required(link, "id");

    public static Cell Verdict(JsonElement link)
    {
        var word = link.Text("verdict");
        return new(word, Tones.Of(word), link.Flag("failedOver") ? $"{word} (failed over)" : null);
    }

    /// <summary>The URL that serves now: a destination's, or the fallback.</summary>
    public static string? Serving(JsonElement link)
    {
        if (link.Text("serving") is not { } id)
            return link.Text("fallbackUrl");
        foreach (var destination in link.List("destinations"))
        {
            if (destination.Text("id") == id)
                return destination.Text("url");
        }
        return null;
    }

    private static string Required(JsonElement link, string name) =>
        link.Text(name) ?? throw new CommandFailure(ExitCodes.Failed, $"the server answered with a link that has no \"{name}\"");
}
