using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tautan.Commands.Client;

namespace Tautan.Commands.Import;

/// <summary><c>tautan import</c>: links of a file or of another service.</summary>
internal sealed class ImportCommand
{
    private static readonly string[] Files = ["csv", "shlink-csv", "bitly", "yourls-sql", "tautan"];
    private static readonly string[] Services = ["shlink", "yourls", "kutt"];
    private const int PieceBytes = 4 * 1024 * 1024;

    private readonly Argument<string?> _from = new("SOURCE") { Description = "A file (- is standard input), or the URL of a Shlink, YOURLS or Kutt", HelpName = "FILE|URL", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _kind = new("--from") { Description = $"What it is: {string.Join(", ", Files)} (files), {string.Join(", ", Services)} (services)", HelpName = "KIND" };
    private readonly Option<string?> _sourceKey = new("--source-key") { Description = "The API key of the service; better in TAUTAN_SOURCE_KEY", HelpName = "KEY" };
    private readonly Option<string[]> _map = new("--map") { Description = "The column of a field: --map url=\"Long URL\"", HelpName = "FIELD=COLUMN" };
    private readonly Option<string> _onConflict = new("--on-conflict") { Description = "What becomes of a row whose slug is taken: skip, replace, rename or fail", HelpName = "WAY", DefaultValueFactory = _ => "skip" };
    private readonly Option<string?> _domain = new("--domain") { Description = "Where links go whose own domain is not registered here [the default domain]", HelpName = "NAME" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Look at every row and write nothing" };
    private readonly Option<string?> _resume = new("--resume") { Description = "Go on with an import that was interrupted: its id, with the same file", HelpName = "ID" };

    public Command Build(Surroundings surroundings, ClientOptions options)
    {
        var command = new Command("import", "Import links from a file or another service") { _from, _kind, _sourceKey, _map, _onConflict, _domain, _dryRun, _resume };
        _kind.CompletionSources.Add([.. Files, .. Services]);
        _onConflict.OneOf("skip", "replace", "rename", "fail");
        options.AddTo(command);
        command.Do(surroundings, options, RunAsync);
        return command;
    }

    private async Task<int> RunAsync(Session session, CancellationToken cancellation)
    {
        var from = session.Parsed.GetValue(_from);
        var resumed = session.Parsed.GetValue(_resume);
        var isUrl = Uri.TryCreate(from, UriKind.Absolute, out var url) && url.Scheme is "http" or "https";
        var demand = resumed is null ? Demand(session, from, isUrl) : null;
        using var file = from is null || isUrl ? null : Open(session.Surroundings, from);
        using var api = session.Connect();
        var import = demand is not null
            ? await api.PostAsync(ApiPaths.Imports, demand, cancellation)
            : await api.GetAsync(ApiPaths.Under(ApiPaths.Imports, resumed!), cancellation);
        var id = import.Text("id") ?? "";
        try
        {
            await new ImportProgress(session.Surroundings).ShowAsync(async progress =>
            {
                if (import.Text("state") == "waiting")
                    import = await SendAsync(api, id, from, file, import, progress, cancellation);
                import = await WatchAsync(api, id, import, progress, session.Surroundings.Time, cancellation);
            });
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            session.Remark(import.Text("state") == "waiting"
                ? $"interrupted while it was sent; go on with: {Resumption(import, from, id)}"
                : $"interrupted; the server goes on with the import. Watch it with: {Resumption(import, from, id)}");
            throw;
        }
        catch (CommandFailure failure) when (IsPassing(failure))
        {
            throw new CommandFailure(failure.ExitCode, $"{failure.Message}; go on with: {Resumption(import, from, id)}") { Status = failure.Status };
        }

        return await ReportAsync(session, api, id, import, from ?? id, cancellation);
    }

    /// <summary>The same again may end better: it was not what was sent that failed.</summary>
    private static bool IsPassing(CommandFailure failure) =>
        failure.ExitCode is ExitCodes.Unreachable or ExitCodes.Unauthorized
        || (HttpStatusCode)failure.Status is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;

    /// <summary>The file is needed where not all of it has come.</summary>
    private static string Resumption(JsonElement import, string? from, string id)
    {
        var file = import.Text("state") != "waiting" || from is null ? "" : from.Any(char.IsWhiteSpace) ? $"\"{from}\" " : $"{from} ";
        return $"tautan import {file}--resume {id}";
    }

    private static string? Guess(string? name) => Path.GetExtension(name ?? "").ToLowerInvariant() switch
    {
        ".csv" or ".tsv" => "csv",
        ".jsonl" or ".ndjson" => "tautan",
        ".sql" => "yourls-sql",
        _ => null,
    };

    private JsonObject Demand(Session session, string? from, bool isUrl)
    {
        if (from is null)
            throw new CommandFailure(ExitCodes.Usage, "import needs a file, or the URL of a service; or --resume ID");
        var kind = Kind(session.Parsed.GetValue(_kind) ?? Guess(from), from, isUrl);
        var map = new JsonObject();
        foreach (var pair in session.Parsed.GetValue(_map) ?? [])
        {
            if (pair.Split('=', 2) is not [{ Length: > 0 } field, { Length: > 0 } column])
                throw new CommandFailure(ExitCodes.Usage, $"--map must be FIELD=COLUMN, but is \"{pair}\"");
            if (!map.TryAdd(field, column))
                throw new CommandFailure(ExitCodes.Usage, $"--map names {field} twice");
        }

        var demand = new JsonObject
        {
            ["source"] = kind,
            ["onConflict"] = session.Parsed.GetValue(_onConflict),
            ["dryRun"] = session.Parsed.GetValue(_dryRun),
            ["domain"] = session.Parsed.GetValue(_domain),
            ["map"] = map,
        };
        var key = session.Parsed.GetValue(_sourceKey);
        if (!isUrl)
            return key is null ? demand : throw new CommandFailure(ExitCodes.Usage, $"--source-key is that of a service, and {from} is a file");
        demand["url"] = from;
        demand["apiKey"] = key ?? session.Surroundings.Variable("TAUTAN_SOURCE_KEY")
            ?? throw new CommandFailure(ExitCodes.Usage, "the service wants an API key: set TAUTAN_SOURCE_KEY, or give --source-key");
        return demand;
    }

    private static string Kind(string? kind, string from, bool isUrl)
    {
        if (kind is null)
            throw new CommandFailure(ExitCodes.Usage, $"what {from} is cannot be seen by its name: --from {Listed(isUrl ? Services : Files)} says it");
        if (!Files.Contains(kind) && !Services.Contains(kind))
            throw new CommandFailure(ExitCodes.Usage, $"--from must be {string.Join(", ", Files)} (files), {string.Join(", ", Services)} (services), but is \"{kind}\"");
        if (isUrl && Files.Contains(kind))
            throw new CommandFailure(ExitCodes.Usage, $"{kind} is a kind of file: {from} must be fetched first");
        return isUrl || Files.Contains(kind) ? kind : throw new CommandFailure(ExitCodes.Usage, $"--from {kind} is a service: it goes with its URL, but {from} is none");
    }

    private static string Listed(string[] words) => $"{string.Join(", ", words[..^1])} or {words[^1]}";

    private static Stream Open(Surroundings surroundings, string name)
    {
        if (name == "-")
            return surroundings.Input;
        try
        {
            return new FileStream(Path.Combine(surroundings.WorkingDirectory, name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCodes.Usage, $"cannot read {name}: {failure.Message}");
        }
    }

    // Behind what has arrived. What cannot be wound forward is read past it.
    private static async Task<JsonElement> SendAsync(
        ApiClient api, string id, string? name, Stream? file, JsonElement import, Action<string, double?> progress, CancellationToken cancellation)
    {
        var sent = (long)(import.Number("bytes") ?? 0);
        if (file is null)
            throw new CommandFailure(ExitCodes.Usage, $"import {id} waits for the rest of its file: tautan import FILE --resume {id}");
        // Started now, what is there would be taken for the whole.
        if (file.CanSeek && file.Length < sent)
            throw new CommandFailure(ExitCodes.Usage, string.Create(CultureInfo.InvariantCulture, $"{name} has {file.Length} bytes, but {sent} of import {id} are there already: it is another file"));
        if (file.CanSeek)
            file.Position = sent;
        else
            await SkipAsync(file, name, id, sent, cancellation);
        var piece = new byte[PieceBytes];
        while (await file.ReadAtLeastAsync(piece, piece.Length, throwOnEndOfStream: false, cancellation) is > 0 and var count)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"{ApiPaths.Imports}/{id}/data?offset={sent}");
            await api.SendAsync(new(HttpMethod.Put, path) { Bytes = piece.AsMemory(0, count) }, cancellation);
            sent += count;
            progress(string.Create(CultureInfo.InvariantCulture, $"sending, {sent / 1024.0 / 1024.0:F1} MB"), file.CanSeek ? (double)sent / Math.Max(1, file.Length) : null);
        }

        return await api.PostAsync($"{ApiPaths.Imports}/{id}/start", [], cancellation);
    }

    private static async Task SkipAsync(Stream file, string? name, string id, long bytes, CancellationToken cancellation)
    {
        var buffer = new byte[64 * 1024];
        for (var left = bytes; left > 0;)
        {
            var count = await file.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)), cancellation);
            left -= count > 0 ? count : throw new CommandFailure(ExitCodes.Usage, string.Create(CultureInfo.InvariantCulture, $"{name} has {bytes - left} bytes, but {bytes} of import {id} are there already: it is another file"));
        }
    }

    private static async Task<JsonElement> WatchAsync(ApiClient api, string id, JsonElement import, Action<string, double?> progress, TimeProvider time, CancellationToken cancellation)
    {
        var pause = TimeSpan.FromMilliseconds(100);
        while (import.Text("state") == "running")
        {
            var rows = import.Number("rows") ?? 0;
            progress(string.Create(CultureInfo.InvariantCulture, $"{rows} rows, {import.Text("created")} created, {import.Text("failed")} failed"), import.Number("total") is > 0 and var total ? rows / total : null);
            await Task.Delay(pause, time, cancellation);
            pause = TimeSpan.FromMilliseconds(Math.Min(1000, pause.TotalMilliseconds * 1.5));
            import = await api.GetAsync($"{ApiPaths.Imports}/{id}", cancellation);
        }

        return import;
    }

    private static async Task<int> ReportAsync(Session session, ApiClient api, string id, JsonElement import, string name, CancellationToken cancellation)
    {
        if (session.Printer.IsJson)
            session.Printer.WriteJson(import.WriteTo);
        else
            session.Printer.Write([("import", id), ("state", import.Text("state")), ("dryRun", import.Flag("dryRun") ? "true" : null), ("rows", import.Text("rows")), ("created", import.Text("created")), ("replaced", import.Text("replaced")), ("skipped", import.Text("skipped")), ("failed", import.Text("failed"))]);
        for (string? cursor = ""; cursor is not null && import.Number("failed") > 0;)
        {
            var page = await api.GetAsync($"{ApiPaths.Imports}/{id}/errors?limit=1000{(cursor.Length == 0 ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}", cancellation);
            foreach (var error in page.List("items"))
                session.Remark($"{name}:{error.Text("line")}: {(error.Text("field") is { } field ? field + " " : "")}{error.Text("message")}");
            cursor = page.Text("nextCursor");
        }

        if (import.Text("error") is { } reason)
            session.Remark(reason);
        return import.Text("state") == "done" && import.Number("failed") is 0 ? ExitCodes.Ok : ExitCodes.Failed;
    }
}
