using System.CommandLine;
using Tautan.Contracts.Access;

namespace Tautan.Commands.Tests.Support;

/// <summary>The command line in this process, with an environment of its own and its output caught.</summary>
internal sealed class Cli
{
    public static readonly string Key = ApiKey.New();

    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    public bool OnTerminal { get; init; }

    public int Width { get; init; } = 200;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public string WorkingDirectory { get; init; } = Path.Combine(Path.GetTempPath(), "tautan-no-such-directory");

    public IReadOnlyList<Command> Extra { get; init; } = [];

    public TextWriter Out { get; init; } = new StringWriter();

    /// <summary>Takes what goes to standard error, such as the screen that <see cref="Out"/> is, too; null: it is caught apart.</summary>
    public TextWriter? Screen { get; init; }

    public byte[] Input { get; init; } = [];

    public FakePrograms Programs { get; init; } = new();

    public FakeMachine Machine { get; init; } = new();

    public MemoryStream Bytes { get; } = new();

    public bool ErrorOnTerminal { get; init; }

    /// <summary>A client of that server, with a key.</summary>
    public static Cli Of(FakeServer server, bool onTerminal = false, TimeProvider? time = null, int width = 200, string? workingDirectory = null) => new()
    {
        WorkingDirectory = workingDirectory ?? Path.Combine(Path.GetTempPath(), "tautan-no-such-directory"),
        OnTerminal = onTerminal,
        Time = time ?? TimeProvider.System,
        Width = width,
        Variables = { ["TAUTAN_SERVER"] = server.Url, ["TAUTAN_OPERATIONS"] = server.Url, ["TAUTAN_API_KEY"] = Key },
    };

    public Task<Ended> RunAsync(params string[] arguments) => RunAsync(TestContext.Current.CancellationToken, arguments);

    public async Task<Ended> RunAsync(CancellationToken cancellation, params string[] arguments)
    {
        var error = new StringWriter();
        var surroundings = new Surroundings(
            Out, Screen ?? error, name => Variables.GetValueOrDefault(name), OnTerminal, Width, Time, WorkingDirectory)
        {
            Input = new MemoryStream(Input),
            ErrorIsTerminal = ErrorOnTerminal,
            Programs = Programs,
            Machine = Machine,
            OutBytes = Bytes,
        };
        var code = await CommandLine.RunAsync(arguments, Extra, surroundings, cancellation);
        return new(code, Out.ToString() ?? "", error.ToString());
    }
}

internal sealed record Ended(int Code, string Out, string Error)
{
    public IReadOnlyList<string> Lines => Out.TrimEnd('\n').Split('\n');

    /// <summary>It failed with that code, said nothing on standard output and one line on standard error.</summary>
    public string ShouldFail(int code)
    {
        Code.ShouldBe(code, Error);
        Out.ShouldBeEmpty();
        Error.ShouldEndWith("\n");
        Error.TrimEnd('\n').ShouldNotContain('\n');
        Error.ShouldStartWith("tautan: ");
        return Error["tautan: ".Length..].TrimEnd('\n');
    }

    public Ended ShouldBeDone()
    {
        Code.ShouldBe(ExitCodes.Ok, Error);
        return this;
    }
}
