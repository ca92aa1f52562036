using System.Globalization;

namespace Tautan.Commands.Doctor;

/// <summary>The machine: how many files, and whose clock.</summary>
internal static class MachineChecks
{
    private const long TooFew = 1024;
    private const long Few = 16 * 1024;

    public static IEnumerable<Finding> Look(string? data, IMachine machine)
    {
        if (data is not null)
            yield return Files(data, machine);
        yield return machine.IsClockKept() switch
        {
            true => Finding.Ok("clock", "it is kept right"),
            false => Finding.Warning("clock", "nothing keeps it right; starts, ends and certificates go by it", "timedatectl set-ntp true"),
            null => Finding.Skipped("clock", "whether something keeps it right cannot be told here"),
        };
    }

    /// <summary>Of the edge where it runs, which takes one for each connection.</summary>
    private static Finding Files(string data, IMachine machine)
    {
        var edge = Edge(data) is { } id && machine.OpenFilesOf(id) is { } its ? its : (long?)null;
        if ((edge ?? machine.OpenFilesOf(null)) is not { } limit)
            return Finding.Skipped("files", "how many may be open cannot be told here");
        var whose = edge is null ? "a process started here" : "the edge";
        var text = limit == long.MaxValue
            ? $"{whose} may have any number of files open"
            : string.Create(CultureInfo.InvariantCulture, $"{whose} may have {limit} files open, each connection being one");
        const string Remedy = "LimitNOFILE=65536 in its systemd unit, or ulimit -n 65536 before tautan serve";
        return limit < TooFew ? Finding.Wrong("files", text, Remedy) : limit < Few ? Finding.Warning("files", text, Remedy) : Finding.Ok("files", text);
    }

    private static int? Edge(string data)
    {
        try
        {
            return int.TryParse(File.ReadAllText(Path.Combine(data, "locks", "gateway.pid")), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
