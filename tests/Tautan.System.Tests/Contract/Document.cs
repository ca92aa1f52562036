using System.Text.Json.Nodes;
using Tautan.Serving;
using Tautan.Testing.OpenApi;
using Tautan.Testing.Services;

namespace Tautan.SystemTests.Contract;

/// <summary>The OpenAPI document: as the endpoints of the services say it, and as it is kept.</summary>
internal static class Document
{
    /// <summary>Set, the test that compares the two writes the kept one anew.</summary>
    public const string WriteVariable = "TAUTAN_WRITE_OPENAPI";

    public static async Task<JsonObject> WriteAsync(CancellationToken cancellationToken)
    {
        await using var installation = new TestInstallation();
        var writer = new DocumentWriter();
        foreach (var service in Catalogue.Make(Catalogue.Names))
        {
            var host = await installation.StartAsync(service, cancellationToken);
            writer.Add(service.Name, EndpointWalk.Endpoints(host));
        }

        return writer.Write();
    }

    /// <summary>Where it is kept.</summary>
    public static string Kept
    {
        get
        {
            for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
            {
                if (File.Exists(Path.Combine(directory.FullName, "Tautan.slnx")))
                    return Path.Combine(directory.FullName, "src", "Tautan.Gateway", "Documentation", "openapi.json");
            }

            throw new InvalidOperationException("The tests do not run in a checkout.");
        }
    }
}
