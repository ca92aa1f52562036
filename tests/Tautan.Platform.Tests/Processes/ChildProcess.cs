using System.Diagnostics;
using Tautan.Platform.Tests.Feeds;

namespace Tautan.Platform.Tests.Processes;

/// <summary>This test program as another process, which does one thing and ends.</summary>
internal static class ChildProcess
{
    private const string Marker = "--as-child";

    private static readonly Dictionary<string, Func<string[], Task>> Works = new()
    {
        [nameof(FeedWriters)] = FeedWriters.RunAsChildAsync,
        [nameof(SmallDisk)] = SmallDisk.RunAsChildAsync,
    };

    /// <summary>What this process was started to do; null: to run tests.</summary>
    public static Func<Task<int>>? Find(string[] arguments) => arguments is [Marker, var name, .. var rest]
        ? async () =>
        {
            await Works[name](rest);
            return 0;
        }
    : null;

    /// <summary>Runs a work in a process of its own.</summary>
    /// <returns>What it wrote to its output.</returns>
    public static Task<string> RunAsync(string work, params string[] arguments) =>
        RunAsync(new ProcessStartInfo(Environment.ProcessPath!, [Marker, work, .. arguments]));

    /// <summary>The same under a shell that first says this.</summary>
    public static Task<string> RunAfterAsync(string shell, string work, params string[] arguments) =>
        RunAsync(new ProcessStartInfo("sh", ["-c", $"{shell}; exec \"$@\"", "sh", Environment.ProcessPath!, Marker, work, .. arguments]));

    private static async Task<string> RunAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            process.ExitCode.ShouldBe(0, await errors);
            return await output;
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }
}
