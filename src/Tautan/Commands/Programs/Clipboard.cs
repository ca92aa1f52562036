using System.Text;

namespace Tautan.Commands.Programs;

/// <summary>The clipboard of whoever sits at the terminal.</summary>
/// <param name="surroundings">Of the command.</param>
internal sealed class Clipboard(Surroundings surroundings)
{
    private static readonly (string Variable, string Program, string[] Arguments)[] Copiers =
    [
        ("WAYLAND_DISPLAY", "wl-copy", []),
        ("DISPLAY", "xclip", ["-selection", "clipboard"]),
        ("DISPLAY", "xsel", ["--clipboard", "--input"]),
    ];

    /// <summary>Copies a text.</summary>
    /// <exception cref="CommandFailure">There is no clipboard that can be reached.</exception>
    public async Task CopyAsync(string text)
    {
        // Over SSH the programs of this machine would fill the clipboard of the wrong one, where they fill any.
        var terminal = Terminal();
        if (terminal is not null && IsSet("SSH_CONNECTION"))
            Osc52(terminal, text);
        else if (Program() is { } copier)
            await RunAsync(copier.Program, copier.Arguments, text);
        else if (terminal is not null)
            Osc52(terminal, text);
        else
            throw new CommandFailure(ExitCodes.Failed, $"no clipboard: neither a terminal nor wl-copy, xclip, xsel or pbcopy with a display; it is {text}");
    }

    private (string Program, string[] Arguments)? Program()
    {
        foreach (var (variable, program, arguments) in Copiers)
        {
            if (IsSet(variable) && surroundings.Programs.Has(program))
                return (program, arguments);
        }
        return surroundings.Programs.Has("pbcopy") ? ("pbcopy", []) : null;
    }

    private async Task RunAsync(string program, string[] arguments, string text)
    {
        var code = await surroundings.Programs.RunAsync(program, arguments, text);
        if (code != 0)
            throw new CommandFailure(ExitCodes.Failed, $"{program} ended with {code}; it is {text}");
    }

    /// <summary>Where a sequence reaches the terminal; null: nowhere, or it knows none.</summary>
    private TextWriter? Terminal() =>
        surroundings.Variable("TERM") is "dumb" ? null
        : surroundings.OutIsTerminal ? surroundings.Out
        : surroundings.ErrorIsTerminal ? surroundings.Error
        : null;

    private bool IsSet(string variable) => surroundings.Variable(variable) is { Length: > 0 };

    /// <summary>"Operating system command 52" of xterm: the terminal itself, wherever it stands, fills its clipboard.</summary>
    private static void Osc52(TextWriter terminal, string text)
    {
        terminal.Write($"\u001b]52;c;{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}\a");
        terminal.Flush();
    }
}
