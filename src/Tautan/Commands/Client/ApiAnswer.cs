using System.Net;
using System.Text.Json;

namespace Tautan.Commands.Client;

/// <param name="Body">What came; undefined where nothing did.</param>
/// <param name="Status">With which status.</param>
/// <param name="ETag">The version of what came; null where it has none.</param>
internal sealed record ApiAnswer(JsonElement Body, HttpStatusCode Status, string? ETag);
