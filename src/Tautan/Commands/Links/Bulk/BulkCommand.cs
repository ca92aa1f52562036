using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tautan.Commands.Links.Bulk;

/// <summary><c>tautan links bulk FILE</c>: a link for each row of a table.</summary>
internal sealed class BulkCommand
{
    private const int MostLinks = 1000;

    /// <summary>Well within what a server takes at once by default.</summary>
    private const int MostCharacters = 2 * 1024 * 1024;

    private readonly Argument<string> _file = new("FILE") { Description = "A CSV file whose first line names its columns; - is standard input" };
    private readonly Option<bool> _findIfExists = new("--find-if-exists") { Description = "Where the same link is there already, take that one" };
    private readonly Option<string?> _rejects = new("--rejects") { Description = "Write the rows of which no link was made to this file, as a table to mend and give again", HelpName = "FILE" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only read the table, and say what is wrong with it" };
    private readonly Option<bool> _again = new("--again") { Description = "Make the links even where the same table was given within the last day" };

    public Command Build(Surroundings surroundings, ClientOptions options)
    {
        var command = new Command("bulk", "Create a link for each row of a CSV file") { _file, _findIfExists, _rejects, _dryRun, _again };
        command.Do(surroundings, options, RunAsync);
        return command;
    }

    private async Task<int> RunAsync(Session session, CancellationToken cancellation)
    {
        var name = session.Parsed.GetRequiredValue(_file);
        var dryRun = session.Parsed.GetValue(_dryRun);
        using var stream = Open(session.Surroundings, name);
        using var table = new BulkTable(stream, name, session.Surroundings.Time.LocalTimeZone);
        using var api = dryRun ? null : session.Connect();
        using var rejects = OpenRejects(session, table);
        var sender = api is null ? null : new BulkSender(api, session.Surroundings.Time, session.Parsed.GetValue(_again) ? Guid.NewGuid().ToString() : "");
        var code = ExitCodes.Ok;
        using var report = new BulkReport(session.Printer, name, rejects);
        await new BulkProgress(session).ShowAsync(LengthOf(stream), async (progress, complain) =>
        {
            report.Complain = complain;
            code = await RunAsync(
                table, sender, report, () => progress(PositionOf(stream), report.All), complain, session.Parsed.GetValue(_findIfExists), cancellation);
        });
        // Where the bar is gone: it would take the last lines with it.
        report.Finish();
        return code;
    }

    private static async Task<int> RunAsync(
        BulkTable table, BulkSender? sender, BulkReport report, Action progress, Action<string> complain, bool findIfExists, CancellationToken cancellation)
    {
        try
        {
            foreach (var rows in Batches(table.Rows()))
            {
                cancellation.ThrowIfCancellationRequested();
                await SendAsync(rows, sender, report, findIfExists, cancellation);
                report.Drain();
                progress();
            }
            return report.Failed == 0 ? ExitCodes.Ok : ExitCodes.Failed;
        }
        catch (CommandFailure failure)
        {
            complain($"{failure.Message}; until then {report.Summary}");
            return failure.ExitCode;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            complain($"interrupted; until then {report.Summary}. The same table given again within a day makes none of them twice");
            throw;
        }
    }

    private static async Task SendAsync(IReadOnlyList<BulkRow> rows, BulkSender? sender, BulkReport report, bool findIfExists, CancellationToken cancellation)
    {
        var links = new List<JsonObject>();
        foreach (var row in rows.Where(row => row.Link is not null))
        {
            if (findIfExists)
                row.Link!["findIfExists"] = true;
            links.Add(row.Link!);
        }
        var items = new Queue<JsonElement>(sender is null || links.Count == 0 ? [] : await sender.SendAsync(links, cancellation));
        foreach (var row in rows)
        {
            if (row.Error is not null)
                report.Add(row);
            else if (sender is null)
                report.AddReadable();
            else
                report.Add(row, items.Dequeue());
        }
    }

    /// <summary>As many rows as go into one call; rows that ask for nothing count, so that what is wrong with them is not said late.</summary>
    private static IEnumerable<IReadOnlyList<BulkRow>> Batches(IEnumerable<BulkRow> rows)
    {
        var batch = new List<BulkRow>();
        var characters = 0;
        foreach (var row in rows)
        {
            if (batch.Count == MostLinks || (batch.Count > 0 && characters + row.Raw.Length > MostCharacters))
            {
                yield return batch;
                (batch, characters) = ([], 0);
            }
            batch.Add(row);
            characters += row.Raw.Length;
        }
        if (batch.Count > 0)
            yield return batch;
    }

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

    private StreamWriter? OpenRejects(Session session, BulkTable table)
    {
        if (session.Parsed.GetValue(_rejects) is not { } name)
            return null;
        try
        {
            // Not over anything: it may be the very table that is being read.
            var file = new FileStream(Path.Combine(session.Surroundings.WorkingDirectory, name), FileMode.CreateNew, FileAccess.Write);
            var writer = new StreamWriter(file, new UTF8Encoding(false));
            writer.WriteLine(table.Header);
            return writer;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCodes.Usage, $"cannot write {name}: {failure.Message}");
        }
    }

    private static long? LengthOf(Stream stream) => stream.CanSeek ? stream.Length : null;

    private static long PositionOf(Stream stream) => stream.CanSeek ? stream.Position : 0;
}
