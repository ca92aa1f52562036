namespace Tautan.Commands.Links.Editing;

/// <summary>The editor of whoever sits at the terminal.</summary>
internal static class Editor
{
    private const string Fallback = "vi";

    /// <summary>Opens a file and waits until it is closed.</summary>
    /// <exception cref="CommandFailure">The editor failed.</exception>
    public static async Task EditAsync(Surroundings surroundings, string path)
    {
        var editor = Named(surroundings, "VISUAL") ?? Named(surroundings, "EDITOR") ?? Fallback;
        // The variables hold a command of the shell, with arguments and quotes.
        var code = await surroundings.Programs.RunAsync("sh", ["-c", $"{editor} \"$@\"", editor, path], null);
        if (code != 0)
            throw new CommandFailure(ExitCodes.Failed, $"the editor ({editor}) ended with {code}; VISUAL or EDITOR names another one");
    }

    private static string? Named(Surroundings surroundings, string variable) => surroundings.Variable(variable) is { } name && name.Trim().Length > 0 ? name : null;
}
