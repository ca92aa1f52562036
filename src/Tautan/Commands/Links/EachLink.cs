using System.Text.Json;
using Tautan.Commands.Client;

namespace Tautan.Commands.Links;

/// <summary>Does one thing with several links: one where it fails does not keep the others.</summary>
internal static class EachLink
{
    /// <param name="session">Of the command.</param>
    /// <param name="references">The links, as people name them.</param>
    /// <param name="done">What it is called when it is done: <c>deleted</c>. As JSON it is the name of the list.</param>
    /// <param name="work">Does it; what it returns is shown.</param>
    /// <param name="cancellation">Stops.</param>
    /// <returns>The exit code: that of the first failure.</returns>
    public static async Task<int> DoAsync(
        Session session,
        IEnumerable<string> references,
        string done,
        Func<ApiClient, JsonElement, CancellationToken, Task<JsonElement>> work,
        CancellationToken cancellation)
    {
        using var api = session.Connect();
        var finished = new List<JsonElement>();
        var code = ExitCodes.Ok;
        foreach (var reference in references.Distinct(StringComparer.Ordinal))
        {
            try
            {
                finished.Add(await work(api, await LinkReference.ResolveAsync(api, reference, cancellation), cancellation));
                if (!session.Printer.IsJson)
                    session.Printer.WriteLine($"{done} {LinkReading.ShortUrl(finished[^1])}");
            }
            catch (CommandFailure failure)
            {
                session.Remark(failure.Message);
                code = code == ExitCodes.Ok ? failure.ExitCode : code;
                // The next one would fare no better.
                if (failure.ExitCode is ExitCodes.Unreachable or ExitCodes.Unauthorized)
                    break;
            }
        }
        if (session.Printer.IsJson)
            session.Printer.WriteJson(writer => Write(writer, done, finished));
        return code;
    }

    private static void Write(Utf8JsonWriter writer, string name, List<JsonElement> links)
    {
        writer.WriteStartObject();
        writer.WriteStartArray(name);
        foreach (var link in links)
            link.WriteTo(writer);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
