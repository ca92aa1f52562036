using System.Text.Json;
using Tautan.Platform.Web.OpenApi;

namespace Tautan.Links.Importing;

/// <summary>An import as the outside sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Source">What is read.</param>
/// <param name="State">How far it is.</param>
/// <param name="DryRun">Nothing is written.</param>
/// <param name="OnConflict">What becomes of a row whose slug is taken.</param>
/// <param name="Bytes">How many were received.</param>
/// <param name="Total">How many rows there are; null: not known yet.</param>
/// <param name="Rows">How many were looked at.</param>
/// <param name="Created">Links that were made; in a dry run, that would be.</param>
/// <param name="Replaced">Links that took a row's place.</param>
/// <param name="Skipped">Rows whose slug was taken.</param>
/// <param name="Failed">Rows with an error.</param>
/// <param name="Error">Why it failed as a whole.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="FinishedAt">When it ended.</param>
internal sealed record ImportView(
    Guid Id,
    string Source,
    [property: Field(Values = [ImportState.Waiting, ImportState.Running, ImportState.Done, ImportState.Failed, ImportState.Cancelled])] string State,
    bool DryRun,
    string OnConflict,
    long Bytes,
    long? Total,
    long Rows,
    long Created,
    long Replaced,
    long Skipped,
    long Failed,
    string? Error,
    DateTimeOffset CreatedAt,
    DateTimeOffset? FinishedAt)
{
    public static ImportView Of(Import import)
    {
        var settings = JsonSerializer.Deserialize<ImportSettings>(import.Settings)!;
        return new ImportView(
            import.Id, import.Source, import.State, settings.DryRun, settings.OnConflict, import.Bytes, import.Total, import.Rows,
            import.Created, import.Replaced, import.Skipped, import.Failed, import.Error, import.CreatedAt, import.FinishedAt);
    }
}
