namespace Tautan.Platform.Web.OpenApi;

/// <summary>What the OpenAPI document says of an endpoint, beside what its rules and its types say themselves.</summary>
/// <param name="Id">The name that generated clients give it, camel case; none has it twice.</param>
/// <param name="Summary">What it does, in a few words.</param>
public sealed record Operation(string Id, string Summary)
{
    /// <summary>What must be known besides, in CommonMark; null: nothing.</summary>
    public string? Description { get; init; }

    /// <summary>Of the path, where they are not just the name of a thing; of the query string and the headers, all.</summary>
    public IReadOnlyList<Parameter> Parameters { get; init; } = [];

    /// <summary>What describes further parameters of the query string, a field each; null: nothing.</summary>
    public Type? Query { get; init; }

    /// <summary>Null: it takes none.</summary>
    public Body? Body { get; init; }

    /// <summary>All that it answers where nothing is wrong.</summary>
    public required IReadOnlyList<Reply> Replies { get; init; }

    /// <summary>What can be wrong with this one. What can be wrong everywhere is added: who asks, the body, the query string, a service that is away.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];
}
