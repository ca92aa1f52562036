using ArchUnitNET.Loader;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace Tautan.SystemTests.Architecture;

/// <summary>Who may import whom.</summary>
public sealed class ImportTests
{
    private static readonly string[] Services = ["Tautan.Gateway", "Tautan.Links", "Tautan.Health", "Tautan.Identity"];

    private static readonly ArchUnitNET.Domain.Architecture Product = new ArchLoader()
        .LoadAssemblies([.. ((string[])["tautan", "Tautan.Contracts", "Tautan.Platform", .. Services]).Select(System.Reflection.Assembly.Load)])
        .Build();

    [Fact]
    public void A_service_imports_no_other_service()
    {
        foreach (var service in Services)
        {
            foreach (var other in Services.Where(other => other != service))
                Check(service, other);
        }
    }

    [Fact]
    public void The_platform_knows_no_service_and_the_contracts_know_nobody()
    {
        foreach (var service in Services.Append("tautan"))
        {
            Check("Tautan.Platform", service);
            Check("Tautan.Contracts", service);
        }

        Check("Tautan.Contracts", "Tautan.Platform");
    }

    [Fact]
    public void No_service_imports_the_program() => Services.ToList().ForEach(service => Check(service, "tautan"));

    private static void Check(string from, string to)
    {
        var fromAssembly = System.Reflection.Assembly.Load(from);
        fromAssembly.GetReferencedAssemblies().Select(name => name.Name).ShouldNotContain(to);
        var rule = Types().That().ResideInAssembly(fromAssembly).Should().NotDependOnAny(Types().That().ResideInAssembly(System.Reflection.Assembly.Load(to)));
        rule.HasNoViolations(Product).ShouldBeTrue($"{from} must not import {to}");
    }
}
