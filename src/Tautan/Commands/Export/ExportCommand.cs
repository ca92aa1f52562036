using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using Tautan.Commands.Output;

namespace Tautan.Commands.Export;

/// <summary><c>tautan export</c>: all links, or some of them, as a file.</summary>
internal sealed class ExportCommand
{
    private readonly Option<string> _format = new("--format") { Description = "jsonl (what import reads back), csv, or nginx (a map)", HelpName = "FORMAT", DefaultValueFactory = _ => "jsonl" };
    private readonly Option<string?> _output = new("--output", "-o") { Description = "Write to this file; - is standard output, and the default", HelpName = "FILE" };
    private readonly Option<bool> _force = new("--force") { Description = "Write over the file where it is there" };
    private readonly Option<string[]> _tag = new("--tag") { Description = "Only links with this tag; given again: and this", HelpName = "TAG" };
    private readonly Option<string?> _domain = new("--domain") { Description = "Only links of this domain", HelpName = "NAME" };
    private readonly Option<string?> _search = new("--search") { Description = "Only links with this in slug, title, tags or URLs", HelpName = "TEXT" };

    public Command Build(Surroundings surroundings, ClientOptions options)
    {
        var command = new Command("export", "Write links to a file") { _format, _output, _force, _tag, _domain, _search };
        _format.OneOf("jsonl", "csv", "nginx");
        options.AddTo(command);
        command.Do(surroundings, options, RunAsync);
        return command;
    }

    private async Task<int> RunAsync(Session session, CancellationToken cancellation)
    {
        var name = session.Parsed.GetValue(_output);
        if (session.Printer.IsJson)
            throw new CommandFailure(ExitCodes.Usage, "an export has forms of its own; --format jsonl is a JSON document a line");
        if (name is null && session.Parsed.GetValue(_force))
            throw new CommandFailure(ExitCodes.Usage, "--force writes over a file: it goes with --output");
        using var api = session.Connect();
        if (name is null or "-")
        {
            await api.CopyAsync(Path(session.Parsed), session.Surroundings.OutBytes, _ => { }, cancellation);
            await session.Surroundings.OutBytes.FlushAsync(cancellation);
            return ExitCodes.Ok;
        }

        var full = System.IO.Path.GetFullPath(name, session.Surroundings.WorkingDirectory);
        if (Directory.Exists(full))
            throw new CommandFailure(ExitCodes.Usage, $"cannot write {name}: it is a directory");
        if (File.Exists(full) && !IsDevice(full) && !session.Parsed.GetValue(_force))
            throw new CommandFailure(ExitCodes.Usage, $"{name} is there already; --force writes over it");
        try
        {
            await SaveAsync(full, file => ShowAsync(session.Surroundings, progress => api.CopyAsync(Path(session.Parsed), file, progress, cancellation)));
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or IOException)
        {
            throw new CommandFailure(ExitCodes.Failed, $"cannot write {name}: {failure.Message}");
        }

        return ExitCodes.Ok;
    }

    /// <summary>What was there stays until the whole of the new one is.</summary>
    private static async Task SaveAsync(string path, Func<Stream, Task> write)
    {
        // A device is written to, and never replaced: /dev/null would be a file from then on.
        if (IsDevice(path))
        {
            await using var device = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            await write(device);
            return;
        }
        // A symbolic link stays one.
        path = Target(path);
        // Of no name that somebody else may have given.
        var partial = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            await using (var file = new FileStream(partial, FileMode.CreateNew, FileAccess.Write))
                await write(file);
            File.Move(partial, path, overwrite: true);
        }
        catch when (File.Exists(partial))
        {
            File.Delete(partial);
            throw;
        }
    }

    private static bool IsDevice(string path) => IsTheSystems(path) || IsTheSystems(Target(path));

    private static bool IsTheSystems(string path) => path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal);

    private static string Target(string path) => File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path;

    private string Path(ParseResult parsed)
    {
        var query = new List<string> { $"format={parsed.GetValue(_format)}" };
        query.AddRange((parsed.GetValue(_tag) ?? []).Select(tag => $"tag={Uri.EscapeDataString(tag)}"));
        if (parsed.GetValue(_domain) is { } domain)
            query.Add($"domain={Uri.EscapeDataString(domain)}");
        if (parsed.GetValue(_search) is { } search)
            query.Add($"search={Uri.EscapeDataString(search)}");
        return $"api/v1/links/export?{string.Join('&', query)}";
    }

    private static Task ShowAsync(Surroundings surroundings, Func<Action<long>, Task> work) => surroundings.ErrorIsTerminal
        ? Tables.ConsoleOn(surroundings with { Out = surroundings.Error }, InteractionSupport.Yes).Status().StartAsync(
            "…",
            context => work(bytes => context.Status(string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0 / 1024.0:F1} MB"))))
        : work(_ => { });
}
