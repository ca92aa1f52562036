using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Tautan.SystemTests.Contract;

/// <summary>A request as it is sent: every part of it may be as wrong as can be.</summary>
internal sealed record Call(string Method, string Path)
{
    public List<(string Name, string Value)> Query { get; init; } = [];

    public List<(string Name, string Value)> Headers { get; init; } = [];

    public byte[]? Body { get; init; }

    public string? ContentType { get; init; }

    /// <summary>With the administrator's key.</summary>
    public bool IsAuthorized { get; init; } = true;

    public string Target => Path + (Query.Count == 0 ? "" : "?" + string.Join('&', Query.Select(pair => $"{Escape(pair.Name)}={Escape(pair.Value)}")));

    public HttpRequestMessage ToMessage(string key)
    {
        var message = new HttpRequestMessage(new HttpMethod(Method.ToUpperInvariant()), new Uri(Target, UriKind.Relative));
        if (IsAuthorized)
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        foreach (var (name, value) in Headers)
            message.Headers.TryAddWithoutValidation(name, value);
        if (Body is null)
            return message;
        message.Content = new ByteArrayContent(Body);
        if (ContentType is not null)
            message.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        return message;
    }

    public override string ToString()
    {
        var body = Body is null ? "" : Encoding.UTF8.GetString(Body);
        return $"{Method.ToUpperInvariant()} {Target} {string.Join(", ", Headers)} {ContentType} {(body.Length > 500 ? body[..500] + "…" : body)}";
    }

    public static byte[] Bytes(JsonNode? body) => Encoding.UTF8.GetBytes(body?.ToJsonString() ?? "null");

    // A lone surrogate cannot be escaped; it is sent as what stands for it.
    private static string Escape(string text) => Uri.EscapeDataString(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)));
}
