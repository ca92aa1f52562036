using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Tautan.Commands;

/// <summary>The usual help; that of the root command ends with the exit codes and the environment variables.</summary>
internal sealed class HelpWithExitCodes(HelpAction usual) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    /// <summary>Shows this help where help is asked for, and where <c>tautan</c> is called with nothing at all.</summary>
    public static void UseIn(RootCommand root, Surroundings surroundings)
    {
        var action = new HelpWithExitCodes(new HelpAction { MaxWidth = surroundings.OutIsTerminal ? surroundings.Width : 120 });
        foreach (var option in root.Options.OfType<HelpOption>())
            option.Action = action;
        // Not as the root's own action: help forgives wrong arguments, and `tautan lnks` must not.
        root.SetAction(action.Invoke);
    }

    public override int Invoke(ParseResult parseResult)
    {
        usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command is RootCommand)
            WriteFoot(parseResult.InvocationConfiguration.Output);
        return ExitCodes.Ok;
    }

    private static void WriteFoot(TextWriter output)
    {
        output.WriteLine("Environment:");
        foreach (var (name, meaning) in ClientOptions.Variables)
            output.WriteLine($"  {name,-20}{meaning}");
        output.WriteLine();
        output.WriteLine("Exit codes:");
        foreach (var (code, meaning) in ExitCodes.All)
            output.WriteLine($"  {code,-5}{meaning}");
    }
}
