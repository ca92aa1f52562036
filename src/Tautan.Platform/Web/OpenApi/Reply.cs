namespace Tautan.Platform.Web.OpenApi;

/// <summary>An answer where nothing is wrong.</summary>
/// <param name="Status">200 to 399.</param>
/// <param name="Description">In CommonMark.</param>
/// <param name="MediaTypes">Of the body; empty: it has none.</param>
/// <param name="Types">What the JSON describes, one of these; empty: no JSON.</param>
public sealed record Reply(int Status, string Description, IReadOnlyList<string> MediaTypes, IReadOnlyList<Type> Types)
{
    /// <summary>By name: what each header of it says.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public static Reply Json<T>(int status, string description) => new(status, description, ["application/json"], [typeof(T)]);

    /// <summary>JSON that is one of two.</summary>
    public static Reply Json<T1, T2>(int status, string description) => new(status, description, ["application/json"], [typeof(T1), typeof(T2)]);

    public static Reply Empty(int status, string description) => new(status, description, [], []);

    public static Reply Text(int status, string description, params string[] mediaTypes) => new(status, description, mediaTypes, []);

    /// <summary>The same, with the revision of the thing as a strong entity tag.</summary>
    public Reply WithETag() => With("ETag", "The revision of what is answered, for `If-Match`.");

    /// <summary>The same, with the path of the thing.</summary>
    public Reply WithLocation() => With("Location", "The path of what is answered.");

    private Reply With(string name, string description) => this with { Headers = new Dictionary<string, string>(Headers) { [name] = description } };
}
