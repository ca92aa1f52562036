using Tautan.Commands;
using Tautan.Serving;

return await CommandLine.RunAsync(args, [ServeCommand.Make(ShowVersion.Version), CertsCommand.Make(), RestartCommand.Make()], Surroundings.OfProcess());
