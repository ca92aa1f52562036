using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using Tautan.Commands.Output;

namespace Tautan.Commands.Links.Bulk;

/// <summary>A bar on standard error while a person waits; nothing at all in a pipe, and none amid the JSON that a terminal shows meanwhile.</summary>
/// <param name="session">Of the command.</param>
internal sealed class BulkProgress(Session session)
{
    private long _links;

    /// <summary>Shows a piece of work.</summary>
    /// <param name="bytes">How long the table is; null: that is not known.</param>
    /// <param name="work">Does it. It tells how many bytes of the table and how many links are done, and what is to be said meanwhile.</param>
    public Task ShowAsync(long? bytes, Func<Action<long, long>, Action<string>, Task> work) =>
        session.Surroundings.ErrorIsTerminal && !(session.Printer.IsJson && session.Surroundings.OutIsTerminal)
            ? ShowOnTerminalAsync(bytes, work)
            : work((_, _) => { }, session.Remark);

    // By itself, so that what draws is not loaded where nobody looks.
    private Task ShowOnTerminalAsync(long? bytes, Func<Action<long, long>, Action<string>, Task> work)
    {
        var console = Tables.ConsoleOn(session.Surroundings with { Out = session.Surroundings.Error }, InteractionSupport.Yes);
        return console.Progress()
            .AutoClear(true)
            .HideCompleted(false)
            .Columns(new ProgressBarColumn(), new PercentageColumn(), new LinksColumn(this), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask("links", maxValue: Math.Max(bytes ?? 1, 1));
                task.IsIndeterminate = bytes is null;
                await work(
                    (done, links) =>
                    {
                        Interlocked.Exchange(ref _links, links);
                        task.Value = Math.Min(done, task.MaxValue);
                    },
                    text =>
                    {
                        // Through the same console, which draws the bar anew beneath it; as wide as the terminal, since it stands where the bar was.
                        using var line = new StringWriter(CultureInfo.InvariantCulture);
                        Complaint.Write(line, text);
                        console.Write(new Padder(new Text(line.ToString().TrimEnd()), new Padding(0)).Expand());
                    });
            });
    }

    private sealed class LinksColumn(BulkProgress progress) : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
        {
            var links = Interlocked.Read(ref progress._links);
            var rate = task.ElapsedTime is { TotalSeconds: > 0 } elapsed ? links / elapsed.TotalSeconds : 0;
            return new Text(string.Create(CultureInfo.InvariantCulture, $"{links} links, {rate:F0}/s"));
        }
    }
}
