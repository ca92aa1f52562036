using System.Globalization;
using System.Text.Json.Nodes;
using Tautan.SystemTests.Installations;

namespace Tautan.SystemTests.Contract;

/// <summary>A whole product that runs, and what must be there before an operation can be asked for.</summary>
public sealed class ContractInstallation : IAsyncLifetime
{
    private readonly Installation _installation = new();
    private int _domains;

    internal JsonObject Document { get; private set; } = [];

    internal HttpClient Client { get; private set; } = new();

    internal string Key { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        // Whatever is made up as a destination, nothing leaves this machine.
        _installation.Settings["TAUTAN_Outbound__Proxy"] = $"http://127.0.0.1:{Ports.Free(1)[0]}";
        await _installation.StartReadyAsync("serve");
        Key = (await File.ReadAllTextAsync(Path.Combine(_installation.Data, "admin-api-key"))).Trim();
        Client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = _installation.Public, Timeout = TimeSpan.FromSeconds(60) };
        Document = (JsonObject)JsonNode.Parse(await Client.GetStringAsync("/openapi/v1.json"))!;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _installation.DisposeAsync();
    }

    /// <summary>A request that is right, on things that were made for it.</summary>
    internal async Task<Call> RightAsync(string path, string method, CancellationToken cancellationToken)
    {
        var operation = Document["paths"]![path]![method]!;
        var place = path;
        if (path.Contains('{', StringComparison.Ordinal))
            place = await MakeAsync(path, operation["operationId"]!.GetValue<string>(), cancellationToken);
        var call = new Call(method, place)
        {
            Query = [.. (operation["parameters"] as JsonArray ?? []).OfType<JsonObject>()
                .Where(parameter => parameter["in"]!.GetValue<string>() == "query" && parameter["required"] is not null)
                .Select(parameter => (parameter["name"]!.GetValue<string>(), parameter["example"]!.ToJsonString()))],
        };
        if (operation["requestBody"]?["content"] is not JsonObject content)
            return call;
        var (type, body) = content.First();
        return call with { ContentType = type, Body = type.EndsWith("json", StringComparison.Ordinal) ? Call.Bytes(Fresh(body!["example"]!)) : "url\nhttps://a.example/1\n"u8.ToArray() };
    }

    // The thing of the path is made by the operation that makes such things.
    private async Task<string> MakeAsync(string path, string operationId, CancellationToken cancellationToken)
    {
        var collection = path[..path.IndexOf("/{", StringComparison.Ordinal)];
        var name = path[(collection.Length + 2)..path.IndexOf('}', StringComparison.Ordinal)];
        var maker = collection == "/api/v1/tags" ? "/api/v1/links" : collection;
        var example = Fresh(Document["paths"]![maker]!["post"]!["requestBody"]!["content"]!["application/json"]!["example"]!);
        if (operationId is "sendImportData" or "startImport")
            example = new JsonObject { ["source"] = "csv" };
        if (operationId == "failBackLink")
            example["health"] = new JsonObject { ["failback"] = "manual" };
        using var response = await Client.SendAsync(new Call("post", maker) { ContentType = "application/json", Body = Call.Bytes(example) }.ToMessage(Key), cancellationToken);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken))!;
        ((int)response.StatusCode).ShouldBeInRange(200, 299, answer.ToJsonString());
        return path.Replace($"{{{name}}}", Uri.EscapeDataString(name == "tag" ? "sale" : answer[name]!.GetValue<string>()), StringComparison.Ordinal);
    }

    // No domain can be registered twice.
    private JsonNode Fresh(JsonNode example) => JsonNode.Parse(example.ToJsonString().Replace(
        "\"go.example\"", string.Create(CultureInfo.InvariantCulture, $"\"d{Interlocked.Increment(ref _domains)}.example\""), StringComparison.Ordinal))!;
}
