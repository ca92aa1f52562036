using System.CommandLine;
using Tautan.Commands;
using Tautan.Serving;

return await CommandLine.RunAsync(args, Server(), Surroundings.OfProcess());

// Made only where they are wanted.
static IEnumerable<Command> Server()
{
    yield return ServeCommand.Make(ShowVersion.Version);
    yield return CertsCommand.Make();
    yield return RestartCommand.Make();
}
