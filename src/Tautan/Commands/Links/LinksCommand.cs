using System.CommandLine;
using Tautan.Commands.Links.Bulk;
using Tautan.Commands.Links.Editing;

namespace Tautan.Commands.Links;

/// <summary><c>tautan links …</c>.</summary>
internal static class LinksCommand
{
    public static Command Build(Surroundings surroundings, ClientOptions options)
    {
        var command = new Command("links", "Create, find, change and delete links");
        options.AddTo(command);
        command.Add(new Create().Build(surroundings, options));
        command.Add(new ListLinks().Build(surroundings, options));
        command.Add(new Show().Build(surroundings, options));
        command.Add(new SetLink().Build(surroundings, options));
        command.Add(new EditLink().Build(surroundings, options));
        command.Add(new BulkCommand().Build(surroundings, options));
        command.Add(Archive.Build(surroundings, options));
        command.Add(Archive.BuildRestore(surroundings, options));
        command.Add(new OpenLink().Build(surroundings, options));
        command.Add(new CopyLink().Build(surroundings, options));
        command.Add(new QrCode().Build(surroundings, options));
        command.Add(new History().Build(surroundings, options));
        command.Add(new Delete().Build(surroundings, options));
        return command;
    }
}
