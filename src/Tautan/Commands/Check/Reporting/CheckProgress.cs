using System.Collections.Concurrent;
using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using Tautan.Commands.Check.Checking;
using Tautan.Commands.Output;

namespace Tautan.Commands.Check.Reporting;

/// <summary>A bar on standard error while a person waits, with what is broken as it comes.</summary>
/// <param name="surroundings">Of the command.</param>
internal sealed class CheckProgress(Surroundings surroundings)
{
    private readonly ConcurrentDictionary<CheckItem, bool> _told = new();

    /// <summary>Shows a piece of work, where standard error is a terminal.</summary>
    /// <param name="total">How many items there are.</param>
    /// <param name="work">Does it, and tells of each item; one that was told of in an earlier piece may come again.</param>
    public Task ShowAsync(int total, Func<Action<CheckItem>, Task> work) => surroundings.ErrorIsTerminal ? ShowOnTerminalAsync(total, work) : work(_ => { });

    // By itself, so that what draws is not loaded where nobody looks.
    private Task ShowOnTerminalAsync(int total, Func<Action<CheckItem>, Task> work)
    {
        var console = Tables.ConsoleOn(surroundings with { Out = surroundings.Error }, InteractionSupport.Yes);
        return console.Progress()
            .AutoClear(true)
            .HideCompleted(false)
            .Columns(new ProgressBarColumn(), new CountColumn(), new RateColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask("links", maxValue: Math.Max(total, 1));
                await work(item =>
                {
                    if (item.Outcome is { IsUp: false } outcome && _told.TryAdd(item, true)) console.WriteLine(SafeText.Of($"✗ {item.Url}  {Words.Of(outcome)}"));
                    task.Increment(1);
                });
            });
    }

    private sealed class CountColumn : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(string.Create(CultureInfo.InvariantCulture, $"{task.Value:F0}/{task.MaxValue:F0}"));
    }

    private sealed class RateColumn : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(string.Create(CultureInfo.InvariantCulture, $"{task.Speed ?? 0:F0}/s"));
    }
}
