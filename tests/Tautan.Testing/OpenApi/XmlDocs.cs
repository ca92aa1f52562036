using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;

namespace Tautan.Testing.OpenApi;

/// <summary>What the XML documentation beside an assembly says of its types and their members, as CommonMark.</summary>
internal sealed class XmlDocs
{
    private readonly Dictionary<Assembly, Dictionary<string, XElement>> _assemblies = [];

    public string? Of(Type type) => Member(type.Assembly, $"T:{NameOf(type)}")?.Element("summary") is { } summary ? Text(summary) : null;

    /// <summary>Of a property: its own summary, or that of the parameter of the record's constructor.</summary>
    public string? Of(PropertyInfo property)
    {
        var type = property.DeclaringType!;
        if (Member(type.Assembly, $"P:{NameOf(type)}.{property.Name}")?.Element("summary") is { } summary)
            return Text(summary);
        var parameter = Member(type.Assembly, $"T:{NameOf(type)}")?.Elements("param").FirstOrDefault(element => element.Attribute("name")?.Value == property.Name);
        return parameter is null ? null : Text(parameter);
    }

    private XElement? Member(Assembly assembly, string name)
    {
        if (!_assemblies.TryGetValue(assembly, out var members))
        {
            var path = Path.ChangeExtension(assembly.Location, ".xml");
            members = File.Exists(path)
                ? XDocument.Load(path).Descendants("member").GroupBy(member => member.Attribute("name")!.Value).ToDictionary(group => group.Key, group => group.First())
                : [];
            _assemblies[assembly] = members;
        }

        return members.GetValueOrDefault(name);
    }

    private static string NameOf(Type type) => type.FullName!.Replace('+', '.');

    private static string Text(XElement element)
    {
        var text = new StringBuilder();
        foreach (var node in element.Nodes())
        {
            text.Append(node switch
            {
                XText plain => plain.Value,
                XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
                XElement { Name.LocalName: "see" or "seealso" } see when see.Attribute("cref")?.Value is { } reference => $"`{JsonNamingPolicy.CamelCase.ConvertName(reference[(reference.LastIndexOf('.') + 1)..])}`",
                XElement { Name.LocalName: "paramref" } parameter => $"`{JsonNamingPolicy.CamelCase.ConvertName(parameter.Attribute("name")!.Value)}`",
                XElement other => other.Value,
                _ => "",
            });
        }

        return string.Join(' ', text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
