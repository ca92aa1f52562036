using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Tautan.Platform.Web;

/// <summary>Answers that last for as long as both sides want: server-sent events, gRPC, WebSockets, downloads.</summary>
public static class StreamedAnswer
{
    /// <summary>Whether the answer of which the headers are known is one.</summary>
    public static bool Is(HttpContext context) =>
        context.Response.StatusCode == StatusCodes.Status101SwitchingProtocols
        || context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true }
        || IsType(context.Response.ContentType)
        || context.Response.Headers.ContentDisposition.ToString().StartsWith("attachment", StringComparison.OrdinalIgnoreCase);

    private static bool IsType(string? type) =>
        type is not null
        && (type.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase) || type.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase));
}
