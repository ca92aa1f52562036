namespace Tautan.Platform.Web.OpenApi;

/// <summary>A parameter of an operation.</summary>
/// <param name="Name">As it is sent.</param>
/// <param name="Place"><c>query</c>, <c>header</c> or <c>path</c>.</param>
/// <param name="Description">In CommonMark.</param>
/// <param name="Type">Its type; a list is sent as the same parameter several times.</param>
public sealed record Parameter(string Name, string Place, string Description, Type Type)
{
    /// <summary>The words it may be; empty: any.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>The least of a number; of a text, that of its length in characters.</summary>
    public long? Minimum { get; init; }

    /// <summary>The greatest of a number; of a text, that of its length in characters; of a list, that of its items.</summary>
    public long? Maximum { get; init; }

    /// <summary>A regular expression (ECMA-262) of what it may be.</summary>
    public string? Pattern { get; init; }

    /// <summary>What it is where it is not given; null: nothing.</summary>
    public object? Default { get; init; }

    /// <summary>A value that is right.</summary>
    public object? Example { get; init; }

    /// <summary>It must be given; one of the path always.</summary>
    public bool IsRequired { get; init; }

    public static Parameter Query<T>(string name, string description) => new(name, "query", description, typeof(T));

    public static Parameter Header(string name, string description) => new(name, "header", description, typeof(string));

    public static Parameter Path(string name, string description, object example) => new(name, "path", description, typeof(string)) { Example = example, IsRequired = true };

    /// <summary>How many items a page of a list has.</summary>
    /// <param name="standard">How many where nothing is said.</param>
    public static Parameter Limit(int standard) => Query<int>("limit", "How many at most.") with { Minimum = 1, Maximum = 1000, Default = standard };

    /// <summary>Where a page of a list begins.</summary>
    public static Parameter Cursor { get; } = Query<string>("cursor", "The `nextCursor` of an answer to the same list; it begins after that page.");

    /// <summary>A change only of what the caller has seen.</summary>
    public static Parameter IfMatch { get; } = Header("If-Match", "The `ETag` of an answer: where it was changed since, nothing is done (412, `stale`).");
}
