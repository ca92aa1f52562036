using System.CommandLine;
using System.Text.Json;
using Tautan.Commands.Client;

namespace Tautan.Commands.Links;

/// <summary><c>tautan links delete LINK…</c>: one that cannot be deleted does not keep the others.</summary>
internal sealed class Delete
{
    private readonly Argument<string[]> _links = new("LINK")
    {
        Description = "Ids, slugs or short URLs",
        Arity = ArgumentArity.OneOrMore,
    };

    public Command Build(Surroundings surroundings, ClientOptions options)
    {
        var command = new Command("delete", "Delete links; their short URLs answer 404 then") { _links };
        command.Do(surroundings, options, RunAsync);
        return command;
    }

    private async Task<int> RunAsync(Session session, CancellationToken cancellation)
    {
        using var api = session.Connect();
        var deleted = new List<JsonElement>();
        var code = ExitCodes.Ok;
        foreach (var reference in session.Parsed.GetRequiredValue(_links).Distinct(StringComparer.Ordinal))
        {
            try
            {
                deleted.Add(await DeleteAsync(api, reference, cancellation));
                if (!session.Printer.IsJson)
                    session.Printer.WriteLine($"deleted {LinkReading.ShortUrl(deleted[^1])}");
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
            session.Printer.WriteJson(writer => Write(writer, deleted));
        return code;
    }

    private static async Task<JsonElement> DeleteAsync(ApiClient api, string reference, CancellationToken cancellation)
    {
        var link = await LinkReference.ResolveAsync(api, reference, cancellation);
        await api.DeleteAsync($"api/v1/links/{Uri.EscapeDataString(LinkReading.Id(link))}", cancellation);
        return link;
    }

    /// <summary>The server answers with nothing, so this is the link as it was.</summary>
    private static void Write(Utf8JsonWriter writer, List<JsonElement> deleted)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("deleted");
        foreach (var link in deleted)
            link.WriteTo(writer);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
