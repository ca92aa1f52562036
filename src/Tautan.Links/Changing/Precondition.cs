using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Tautan.Platform.Web;

namespace Tautan.Links.Changing;

/// <summary>An <c>If-Match</c> (RFC 9110 §13.1.1): the change is made only where the link still is what the caller saw.</summary>
internal sealed class Precondition
{
    private readonly IList<EntityTagHeaderValue>? _tags;

    private Precondition(IList<EntityTagHeaderValue>? tags) => _tags = tags;

    public static Precondition From(HttpRequest request) => new(
        request.Headers.IfMatch.Count == 0 ? null
        : EntityTagHeaderValue.TryParseList(request.Headers.IfMatch, out var tags) ? tags
        : []);

    public bool Holds(Link link) => Holds(link.Revision);

    public bool Holds(long revision) => _tags is null || _tags.Any(tag =>
        tag.Equals(EntityTagHeaderValue.Any) || (!tag.IsWeak && tag.Tag.Equals($"\"{revision.ToString(CultureInfo.InvariantCulture)}\"", StringComparison.Ordinal)));

    public static readonly Problem Stale =
        Problems.Create(StatusCodes.Status412PreconditionFailed, "stale", "The link was changed since it was read: read it again, then change it.");

    public static readonly Problem StaleDomain =
        Problems.Create(StatusCodes.Status412PreconditionFailed, "stale", "The domain was changed since it was read: read it again, then change it.");
}
