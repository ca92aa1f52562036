using System.CommandLine;
using Tautan.Bench;

// As the edge does, before the first socket is used (design §7).
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
return await new RootCommand("Tools of the benchmarks.") { GenerateCommand.Create(), ServeCommand.Create(), MeasureCommand.Create() }.Parse(args).InvokeAsync();
