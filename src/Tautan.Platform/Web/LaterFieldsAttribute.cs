namespace Tautan.Platform.Web;

/// <summary>Fields that a body will have and has not yet: they are refused as such, and never ignored.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class LaterFieldsAttribute(params string[] names) : Attribute
{
    public IReadOnlyList<string> Names { get; } = names;
}
