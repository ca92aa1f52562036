using System.Globalization;
using Microsoft.AspNetCore.Http;
using Tautan.Contracts.Access;

namespace Tautan.Links;

internal static class RevisionHeader
{
    /// <summary>Tells the gateway what its own copy must have before the caller may read his write.</summary>
    public static void SetRevision(this HttpContext http, string epoch, long revision) =>
        http.Response.Headers[InternalHeaders.Revision] = string.Create(CultureInfo.InvariantCulture, $"links/{epoch}/{revision}");
}
