using Tautan.Contracts;
using Tautan.Gateway;
using Tautan.Health;
using Tautan.Links;
using Tautan.Platform.Hosting;

namespace Tautan.Serving;

/// <summary>The services of this program. A new one is a class and a line here.</summary>
internal static class Catalogue
{
    public static readonly IReadOnlyList<Func<Service>> All =
    [
        () => new GatewayService(),
        () => new LinksService(),
        () => new HealthService(),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(make => make().Name)];

    /// <summary>What the edge does not run itself.</summary>
    public static IReadOnlyList<string> House { get; } = [.. Names.Where(name => name != ServiceNames.Gateway)];

    public static IReadOnlyList<Service> Make(IEnumerable<string> names) => [.. All.Select(make => make()).Where(service => names.Contains(service.Name))];
}
