using System.Net;
using System.Net.Mime;
using System.Text;
using System.Text.Json.Nodes;

namespace Tautan.Commands.Client;

/// <summary>What a server is asked.</summary>
/// <param name="Method">How.</param>
/// <param name="Path">Relative to the server's URL, without a slash at its start.</param>
internal sealed record ApiRequest(HttpMethod Method, string Path)
{
    private const string MergePatch = "application/merge-patch+json";

    public JsonObject? Body { get; init; }

    /// <summary>What is sent in place of JSON.</summary>
    public ReadOnlyMemory<byte>? Bytes { get; init; }

    /// <summary>A status beside 2xx whose body is an answer, too.</summary>
    public HttpStatusCode? AlsoExpected { get; init; }

    /// <summary>The ETag that it must still have.</summary>
    public string? IfMatch { get; init; }

    /// <summary>Under the same key the same is done once, however often it is sent.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>What is to be said where no answer came.</summary>
    public string Doubt => Method == HttpMethod.Get || IdempotencyKey is not null ? "" : " (whether the change was made is not known)";

    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(Method, Path);
        if (Body is not null)
            message.Content = new StringContent(Body.ToJsonString(), Encoding.UTF8, Method == HttpMethod.Patch ? MergePatch : MediaTypeNames.Application.Json);
        if (Bytes is { } bytes)
            message.Content = new ReadOnlyMemoryContent(bytes) { Headers = { ContentType = new(MediaTypeNames.Application.Octet) } };
        // The server's own words, which it is to compare and this program is not to judge.
        if (IfMatch is not null)
            message.Headers.TryAddWithoutValidation("If-Match", IfMatch);
        if (IdempotencyKey is not null)
            message.Headers.TryAddWithoutValidation("Idempotency-Key", IdempotencyKey);
        return message;
    }
}
