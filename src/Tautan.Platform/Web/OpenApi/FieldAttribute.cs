namespace Tautan.Platform.Web.OpenApi;

/// <summary>What the OpenAPI document says of a field, beside its name, its type and its XML documentation. It checks nothing.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class FieldAttribute : Attribute
{
    /// <summary>It must be given.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The words it may be (of a list: its items); empty: any.</summary>
    public string[] Values { get; init; } = [];

    /// <summary>The least of a number; of a text, that of its length in characters; of a list or a map, that of its items.</summary>
    public long Minimum { get; init; } = long.MinValue;

    /// <summary>The greatest, likewise.</summary>
    public long Maximum { get; init; } = long.MaxValue;

    /// <summary>The format of a text, as JSON Schema or the OpenAPI format registry names it: <c>uri</c>, <c>uuid</c>.</summary>
    public string? Format { get; init; }

    /// <summary>A regular expression (ECMA-262) of what a text may be.</summary>
    public string? Pattern { get; init; }

    /// <summary>What it is where it is not given, as JSON; null: nothing.</summary>
    public string? Default { get; init; }

    /// <summary>A value that is right, as JSON.</summary>
    public string? Example { get; init; }

    /// <summary>What a field of no type of its own, a JSON object for one, describes; of a list, its items.</summary>
    public Type? Of { get; init; }

    /// <summary><see cref="Of"/> is a merge patch (RFC 7396) of that.</summary>
    public bool IsPatch { get; init; }

    /// <summary>The types of JSON that a field of no type of its own may be.</summary>
    public string[] Types { get; init; } = [];
}
