using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Tautan.Platform.Web.OpenApi;
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
        var writer = new DocumentWriter();
        await ForEachAsync((host, endpoints) => writer.Add(host, endpoints), cancellationToken);
        return writer.Write();
    }

    /// <summary>Endpoints of the API that say nothing of themselves.</summary>
    public static async Task<IReadOnlyList<string>> UndescribedAsync(CancellationToken cancellationToken)
    {
        var silent = new List<string>();
        await ForEachAsync(
            (_, endpoints) => silent.AddRange(endpoints
                .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal) && endpoint.Metadata.GetMetadata<DescribedOperation>() is null)
                // What the gateway passes on is described by whoever answers it.
                .Where(endpoint => endpoint.DisplayName?.Contains('→', StringComparison.Ordinal) != true)
                .Select(endpoint => endpoint.DisplayName ?? "?")),
            cancellationToken);
        return silent;
    }

    private static async Task ForEachAsync(Action<string, IReadOnlyList<RouteEndpoint>> each, CancellationToken cancellationToken)
    {
        await using var installation = new TestInstallation();
        foreach (var service in Catalogue.Make(Catalogue.Names))
        {
            var host = await installation.StartAsync(service, cancellationToken);
            each(service.Name, EndpointWalk.Endpoints(host));
        }
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
