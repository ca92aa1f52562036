using System.CommandLine;
using Tautan.Commands;
using Tautan.Platform.Hosting;

namespace Tautan.Serving;

/// <summary><c>tautan serve</c>.</summary>
internal static class ServeCommand
{
    public static Command Make(string version)
    {
        var services = new Argument<string[]>("service") { Description = $"What runs in this process ({string.Join(", ", Catalogue.Names)}). Default: everything, in two processes.", Arity = ArgumentArity.ZeroOrMore };
        services.OneOf([.. Catalogue.Names]);
        var data = new Option<string>("--data") { Description = "The data directory.", DefaultValueFactory = _ => "./data", HelpName = "DIR" };
        var single = new Option<bool>("--single") { Description = "Everything in one process: the smallest and least isolated way." };
        var newDatabase = new Option<string[]>("--new-database") { Description = "Let this service start with an empty database although the data directory remembers one.", HelpName = "SERVICE", Arity = ArgumentArity.ZeroOrMore };
        newDatabase.OneOf([.. Catalogue.House]);
        var house = new Option<bool>("--house") { Hidden = true };
        var command = new Command("serve", "Serve redirects, the API and everything behind them.") { services, data, single, newDatabase, house };
        command.SetAction((parsed, _) =>
        {
            var named = parsed.GetValue(services) ?? [];
            if (named.Length != 0 && parsed.GetValue(single))
            {
                Console.Error.WriteLine("tautan: --single runs everything: name no service with it.");
                return Task.FromResult(2);
            }

            var options = new ServeOptions(
                parsed.GetValue(single) ? Catalogue.Names : [.. named.Distinct()],
                Path.GetFullPath(parsed.GetValue(data)!),
                parsed.GetValue(house),
                (parsed.GetValue(newDatabase) ?? []).ToHashSet());

            // Before the first socket is used, and the first file made.
            InlineCompletions.Set(options);
            ProcessUser.KeepFilesToItself();
            return Serving.RunAsync(options, version, Console.Out, Console.Error);
        });
        return command;
    }
}
