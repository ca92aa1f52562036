using System.CommandLine;

namespace Tautan.Commands.Domains;

/// <summary><c>tautan domains …</c>.</summary>
internal static class DomainsCommand
{
    public static Command Build(Surroundings surroundings, ClientOptions options)
    {
        var command = new Command("domains", "Register, verify, set and remove domains of short URLs");
        options.AddTo(command);
        command.Add(ListDomains.Build(surroundings, options));
        command.Add(new ShowDomain().Build(surroundings, options));
        command.Add(new AddDomain().Build(surroundings, options));
        command.Add(new SetDomain().Build(surroundings, options));
        command.Add(new VerifyDomain().Build(surroundings, options));
        command.Add(new RemoveDomain().Build(surroundings, options));
        return command;
    }

    /// <summary>The argument NAME.</summary>
    public static Argument<string> Name() => new("NAME") { Description = "A domain, such as go.example; Unicode and ASCII forms are the same" };
}
