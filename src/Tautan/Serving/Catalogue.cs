using Tautan.Contracts;
using Tautan.Gateway;
using Tautan.Health;
using Tautan.Identity;
using Tautan.Links;
using Tautan.Platform.Hosting;

namespace Tautan.Serving;

/// <summary>The services of this program. A new one is a class and a line here.</summary>
internal static class Catalogue
{
    private static readonly IReadOnlyList<(string Name, Func<Service> Make)> All =
    [
        (ServiceNames.Gateway, () => new GatewayService()),
        (ServiceNames.Links, () => new LinksService()),
        (ServiceNames.Health, () => new HealthService()),
        (ServiceNames.Identity, () => new IdentityService()),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(one => one.Name)];

    /// <summary>What the edge does not run itself.</summary>
    public static IReadOnlyList<string> House { get; } = [.. Names.Where(name => name != ServiceNames.Gateway)];

    public static IReadOnlyList<Service> Make(IEnumerable<string> names) => [.. All.Where(one => names.Contains(one.Name)).Select(one => one.Make())];

    /// <summary>The settings of all services, one service after the other: asking for no more of them than needed loads no more code than needed.</summary>
    public static IEnumerable<SettingsSection> Settings() => All.SelectMany(one => one.Make().Settings);
}
