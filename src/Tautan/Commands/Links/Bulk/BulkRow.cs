using System.Text.Json.Nodes;

namespace Tautan.Commands.Links.Bulk;

/// <summary>One row of a table of links.</summary>
/// <param name="Line">Where it begins, from 1.</param>
/// <param name="Raw">As it stands there.</param>
/// <param name="Link">The link that it asks for; null: it asks for none that could be sent.</param>
/// <param name="Error">What is wrong with it.</param>
internal sealed record BulkRow(long Line, string Raw, JsonObject? Link, string? Error);
