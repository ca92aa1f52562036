using Microsoft.AspNetCore.Builder;

namespace Tautan.Platform.Web.OpenApi;

/// <summary>An operation, made only when the document is written.</summary>
public sealed record DescribedOperation(Func<Operation> Make);

public static class OperationEndpoints
{
    /// <summary>Says what the OpenAPI document says of this endpoint.</summary>
    public static TBuilder Describe<TBuilder>(this TBuilder builder, Func<Operation> make)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new DescribedOperation(make));
}
