using Tautan.Commands.Check.Inputs;

namespace Tautan.Commands.Check.Pages;

/// <summary>What came of fetching a page for its links.</summary>
/// <param name="Document">Null: it is nothing that has links, or there is a problem.</param>
/// <param name="Problem">Why its links are not known; null: they are, or it can have none.</param>
internal sealed record FetchedPage(InputDocument? Document, string? Problem);
