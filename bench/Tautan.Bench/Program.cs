using System.CommandLine;
using Tautan.Bench;

return await new RootCommand("Tools of the benchmarks.")
{
    GenerateCommand.Create(),
    ServeCommand.Create(),
    MeasureCommand.Create(),
    FailoverCommand.Create(),
}.Parse(args).InvokeAsync();
