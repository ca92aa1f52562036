using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Tautan.Commands.Programs;

/// <summary>The real ones.</summary>
internal sealed class MachinePrograms : IPrograms
{
    public bool Has(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Any(folder => IsExecutable(Path.Combine(folder, name)));

    public async Task<int> RunAsync(string name, IReadOnlyList<string> arguments, string? input)
    {
        // Output is left alone: what keeps a clipboard goes on running, and would hold a pipe open.
        var start = new ProcessStartInfo(name) { RedirectStandardInput = input is not null };
        if (input is not null)
            start.StandardInputEncoding = new UTF8Encoding(false);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        try
        {
            using var process = Process.Start(start)!;
            if (input is not null)
            {
                await process.StandardInput.WriteAsync(input);
                process.StandardInput.Close();
            }
            // Not cancelled: Ctrl-C reaches everything on the terminal, and an editor decides for itself.
            await process.WaitForExitAsync(CancellationToken.None);
            return process.ExitCode;
        }
        catch (Exception failure) when (failure is Win32Exception or IOException)
        {
            throw new CommandFailure(ExitCodes.Failed, $"cannot run {name}: {failure.Message}");
        }
    }

    private static bool IsExecutable(string path) =>
        File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);
}
