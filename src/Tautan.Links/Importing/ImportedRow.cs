using Tautan.Links.Creating;

namespace Tautan.Links.Importing;

/// <summary>A link as another system had it, or what is wrong with the row.</summary>
/// <param name="Line">Where it begins, from 1.</param>
/// <param name="Request">The link, in our words; null where there is no telling.</param>
/// <param name="Field">What is wrong; empty: the row as a whole.</param>
/// <param name="Error">What was expected of it; null: nothing is wrong.</param>
internal sealed record ImportedRow(long Line, LinkRequest? Request, string Field = "", string? Error = null)
{
    public DateTimeOffset? CreatedAt { get; init; }

    public long Clicks { get; init; }

    public static ImportedRow Wrong(long line, string field, string error) => new(line, null, field, error);
}
