using System.CommandLine;
using Tautan.Commands.Output;

namespace Tautan.Commands;

/// <summary>Runs what a command does, and turns every expected end of it into a line and an exit code.</summary>
internal static class ClientAction
{
    public static void Do(
        this Command command,
        Surroundings surroundings,
        ClientOptions options,
        Func<Session, CancellationToken, Task<int>> work) =>
        command.SetAction((parsed, cancellation) => RunAsync(new Session(parsed, options, surroundings), work, cancellation));

    private static async Task<int> RunAsync(
        Session session, Func<Session, CancellationToken, Task<int>> work, CancellationToken cancellation)
    {
        using var interruption = new Interruption(cancellation);
        try
        {
            return await work(session, interruption.Token);
        }
        catch (CommandFailure failure)
        {
            Complaint.Write(session.Surroundings.Error, failure.Message);
            return failure.ExitCode;
        }
        catch (IOException failure)
        {
            // Of files and connections each has its own words already; this is the output, and what it still holds is lost.
            Complaint.Write(session.Surroundings.Error, $"cannot write the output: {failure.Message}");
            return ExitCodes.Failed;
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            return interruption.ExitCode;
        }
    }
}
