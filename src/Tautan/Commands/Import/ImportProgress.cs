using Spectre.Console;
using Tautan.Commands.Output;

namespace Tautan.Commands.Import;

/// <summary>A bar on standard error while a person waits; nothing at all in a pipe.</summary>
/// <param name="surroundings">Of the command.</param>
internal sealed class ImportProgress(Surroundings surroundings)
{
    /// <summary>Shows a piece of work.</summary>
    /// <param name="work">Does it. It tells what it does, and how much of that is done, from 0 to 1; null: that is not known.</param>
    public Task ShowAsync(Func<Action<string, double?>, Task> work) => surroundings.ErrorIsTerminal ? ShowOnTerminalAsync(work) : work((_, _) => { });

    // By itself, so that what draws is not loaded where nobody looks.
    private Task ShowOnTerminalAsync(Func<Action<string, double?>, Task> work) => Tables
        .ConsoleOn(surroundings with { Out = surroundings.Error }, InteractionSupport.Yes)
        .Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn())
        .StartAsync(context =>
        {
            var task = context.AddTask("…", maxValue: 1);
            return work((text, part) =>
            {
                task.Description = Markup.Escape(text);
                task.IsIndeterminate = part is null;
                task.Value = Math.Min(part ?? 0, 0.999);
            });
        });
}
