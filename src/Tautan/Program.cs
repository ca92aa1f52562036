using Tautan.Commands;
using Tautan.Serving;

return await CommandLine.RunAsync(args, [ServeCommand.Make(ShowVersion.Version), CertsCommand.Make()], Surroundings.OfProcess());
