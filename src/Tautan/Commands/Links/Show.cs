using System.CommandLine;
using System.Text.Json;
using Tautan.Commands.Client;

namespace Tautan.Commands.Links;

/// <summary><c>tautan links show LINK</c>: the link, its destinations' verdicts and, on demand, its probes.</summary>
internal sealed class Show
{
    private readonly Argument<string> _link = LinkArgument.One();
    private readonly Option<int> _checks = new("--checks") { Description = "Show the last N probes, too, 1 to 1000", HelpName = "N" };

    public Command Build(Surroundings surroundings, ClientOptions options)
    {
        var command = new Command("show", "Show a link and how its URLs are") { _link, _checks };
        _checks.Between(1, Pages.LargestPage, "probes");
        command.Do(surroundings, options, RunAsync);
        return command;
    }

    private async Task<int> RunAsync(Session session, CancellationToken cancellation)
    {
        using var api = session.Connect();
        var link = await LinkReference.ResolveAsync(api, session.Parsed.GetRequiredValue(_link), cancellation);
        var path = ApiPaths.Link(LinkReading.Id(link));
        var health = await HealthAsync(session, api, $"{path}/health", cancellation);
        var wanted = session.Parsed.GetValue(_checks);
        var checks = wanted > 0 ? await api.GetAsync($"{path}/checks?limit={wanted}", cancellation) : default;

        if (session.Printer.IsJson)
            session.Printer.WriteJson(writer => Write(writer, link, health, checks));
        else
            Write(session, link, health, checks);
        return ExitCodes.Ok;
    }

    /// <summary>A link can be read while Health is away; then its verdicts are those that Links last heard of.</summary>
    private static async Task<JsonElement> HealthAsync(Session session, ApiClient api, string path, CancellationToken cancellation)
    {
        try
        {
            return await api.GetAsync(path, cancellation);
        }
        catch (CommandFailure failure) when (failure.ExitCode is ExitCodes.Failed or ExitCodes.NotFound)
        {
            session.Remark($"its probes are not known now: {failure.Message}");
            return default;
        }
    }

    private static void Write(Session session, JsonElement link, JsonElement health, JsonElement checks)
    {
        var printer = session.Printer;
        printer.Write(LinkFacts.Of(link, health));
        printer.Gap();
        printer.Write(Destinations.Of(link, health, session.Surroundings.Time));
        if (checks.ValueKind == JsonValueKind.Undefined)
            return;
        printer.Gap();
        printer.Write(Checks.Of(link, checks));
    }

    private static void Write(Utf8JsonWriter writer, JsonElement link, JsonElement health, JsonElement checks)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in (ReadOnlySpan<(string, JsonElement)>)[("link", link), ("health", health), ("checks", checks)])
        {
            if (value.ValueKind == JsonValueKind.Undefined)
            {
                writer.WriteNull(name);
                continue;
            }
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }
        writer.WriteEndObject();
    }
}
