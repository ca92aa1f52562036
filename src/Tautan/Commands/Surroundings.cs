using System.Text;
using Tautan.Commands.Doctor;
using Tautan.Commands.Programs;

namespace Tautan.Commands;

/// <summary>All that a command takes from the process around it.</summary>
/// <param name="Out">Where results go.</param>
/// <param name="Error">Where complaints and remarks go, a line each.</param>
/// <param name="Variable">Reads an environment variable.</param>
/// <param name="OutIsTerminal">Whether a person reads <paramref name="Out"/>: tables then, tab-separated lines otherwise.</param>
/// <param name="Width">The terminal's width in columns.</param>
/// <param name="Time">The clock for deadlines.</param>
/// <param name="WorkingDirectory">What relative paths start from.</param>
internal sealed record Surroundings(
    TextWriter Out,
    TextWriter Error,
    Func<string, string?> Variable,
    bool OutIsTerminal,
    int Width,
    TimeProvider Time,
    string WorkingDirectory)
{
    /// <summary>Standard input, for commands that are told to read it.</summary>
    public Stream Input { get; init; } = Stream.Null;

    /// <summary>Whether a person watches <see cref="Error"/>: progress is shown then.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Where <see cref="Out"/> leads, for what is no text; flush that first.</summary>
    public Stream OutBytes { get; init; } = Stream.Null;

    /// <summary>Other programs of this machine.</summary>
    public IPrograms Programs { get; init; } = new MachinePrograms();

    /// <summary>The machine and its network, for <c>doctor</c>.</summary>
    public IMachine Machine { get; init; } = new Machine();

    private const int WidthOfAnUnknownTerminal = 80;
    private const int BufferBytes = 32 * 1024;

    /// <summary>Those of this process. <see cref="Out"/> is buffered where no person waits for it.</summary>
    public static Surroundings OfProcess()
    {
        var terminal = !Console.IsOutputRedirected;
        var bytes = Console.OpenStandardOutput();
        var output = new StreamWriter(bytes, new UTF8Encoding(false), BufferBytes) { AutoFlush = terminal };
        return new(
            output,
            Console.Error,
            Environment.GetEnvironmentVariable,
            terminal,
            terminal ? WidthOfTerminal() : WidthOfAnUnknownTerminal,
            TimeProvider.System,
            Environment.CurrentDirectory)
        {
            // Opened when somebody reads it.
            Input = Console.OpenStandardInput(),
            OutBytes = bytes,
            ErrorIsTerminal = !Console.IsErrorRedirected,
        };
    }

    private static int WidthOfTerminal()
    {
        try
        {
            return Console.WindowWidth is > 0 and var width ? width : WidthOfAnUnknownTerminal;
        }
        catch (IOException)
        {
            return WidthOfAnUnknownTerminal;
        }
    }
}
