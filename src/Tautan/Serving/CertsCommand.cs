using System.CommandLine;
using Tautan.Commands;
using Tautan.Contracts;
using Tautan.Platform.Certificates;

namespace Tautan.Serving;

/// <summary><c>tautan certs</c>: makes the certificates between services ahead, for several machines.</summary>
internal static class CertsCommand
{
    public static Command Make()
    {
        var services = new Argument<string[]>("service") { Description = "For which services. Default: all.", Arity = ArgumentArity.ZeroOrMore };
        services.OneOf([.. Catalogue.Names]);
        var data = new Option<string>("--data") { Description = "The data directory; the certificates lie in its folder certs.", DefaultValueFactory = _ => "./data", HelpName = "DIR" };
        var command = new Command("certs", "Make the certificates with which services prove themselves to each other.") { services, data };
        command.SetAction(parsed =>
        {
            var files = new CertificateFiles(Path.Combine(Path.GetFullPath(parsed.GetValue(data)!), "certs"));
            var named = parsed.GetValue(services) ?? [];
            try
            {
                var wanted = named.Length == 0 ? [.. Catalogue.Names, ServiceNames.House] : named;
                var made = new CertificateAuthority(files, TimeProvider.System).Ensure(wanted);
                foreach (var service in wanted)
                {
                    using var certificate = files.ReadService(service);
                    Console.WriteLine($"{service}\t{(made.Contains(service) ? "made" : "kept")}\tends {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd}\t{files.PathOf(service)}");
                }

                Console.WriteLine($"ca\t{(made.Contains("ca") ? "made" : "kept")}\t{files.AuthorityPath}");
                return 0;
            }
            catch (Exception exception) when (exception is CertificateException or IOException or UnauthorizedAccessException)
            {
                Console.Error.WriteLine($"tautan: {exception.Message}");
                return 1;
            }
        });
        return command;
    }
}
