using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;

namespace Tautan.Commands;

/// <summary><c>tautan --version</c>: <c>tautan 1.2.3</c>.</summary>
internal sealed class ShowVersion : SynchronousCommandLineAction
{
    public static string Version { get; } =
        typeof(ShowVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine($"tautan {Version}");
        return ExitCodes.Ok;
    }
}
