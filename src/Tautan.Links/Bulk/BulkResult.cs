using System.Text.Json.Serialization;
using Tautan.Links.Reading;
using Tautan.Platform.Web;

namespace Tautan.Links.Bulk;

/// <summary>What became of one link of a bulk.</summary>
/// <param name="Id">As given.</param>
/// <param name="Status">As it would be answered alone.</param>
/// <param name="Link">As it is now.</param>
/// <param name="Problem">Why nothing was done.</param>
internal sealed record BulkResult(
    string Id,
    int Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] LinkView? Link,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Problem? Problem)
{
    public static BulkResult Of(string id, Problem problem) => new(id, problem.Status, null, problem);
}
