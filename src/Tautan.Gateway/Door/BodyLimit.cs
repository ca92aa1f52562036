using Microsoft.AspNetCore.Http.Metadata;

namespace Tautan.Gateway.Door;

/// <summary>On an endpoint: how many bytes a request's body may have.</summary>
internal sealed record BodyLimit(long Bytes) : IRequestSizeLimitMetadata
{
    public long? MaxRequestBodySize => Bytes;
}
