using System.CommandLine;
using Tautan.Bench;

return await new RootCommand("Tools of the benchmarks.")
{
    GenerateCommand.Create(),
    ServeCommand.Create(),
    MeasureCommand.Create(),
    LoadCommand.Create(),
    CopyCommand.Create(),
    FeedCommand.Create(),
    TableCommand.Create(),
    FailoverCommand.Create(),
    ChurnCommand.Create(),
    CreateCommand.Create(),
    CrowdCommand.Create(),
    StartCommand.Create(),
}.Parse(args).InvokeAsync();
