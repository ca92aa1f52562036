using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tautan.Testing.Misbehaving;

namespace Tautan.Links.Tests.Importing;

/// <summary>A test that imports.</summary>
public abstract class ImportTest(LinksFixture links) : LinksTest(links)
{
    /// <summary>Imports a file and waits for its end.</summary>
    protected Task<JsonElement> ImportAsync(string source, string data, params (string Name, JsonNode? Value)[] settings) => ImportAsync(Api, source, data, settings);

    protected static async Task<JsonElement> ImportAsync(LinksApi api, string source, string data, params (string Name, JsonNode? Value)[] settings)
    {
        var body = new JsonObject { ["source"] = source, ["data"] = data };
        foreach (var (name, value) in settings)
            body[name] = value;
        return await EndAsync(api, (await api.SendAsync(HttpMethod.Post, "/api/v1/imports", body)).ShouldBe(202));
    }

    protected static async Task<JsonElement> EndAsync(LinksApi api, JsonElement import)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (Text(import, "state") == "running")
        {
            await Task.Delay(10, patience.Token);
            import = (await api.SendAsync(HttpMethod.Get, $"/api/v1/imports/{Id(import)}")).ShouldBe(200);
        }

        return import;
    }

    protected async Task<List<string>> ErrorsAsync(JsonElement import) =>
        [.. (await Api.SendAsync(HttpMethod.Get, $"/api/v1/imports/{Id(import)}/errors")).ShouldBe(200).GetProperty("items").EnumerateArray()
            .Select(error => $"{error.GetProperty("line").GetInt64()} {error.GetProperty("field").GetString()}: {Text(error, "message")}")];

    protected static string Counts(JsonElement import) =>
        $"{Text(import, "state")}: {import.GetProperty("rows").GetInt64()} rows, {import.GetProperty("created").GetInt64()} created, {import.GetProperty("replaced").GetInt64()} replaced, {import.GetProperty("skipped").GetInt64()} skipped, {import.GetProperty("failed").GetInt64()} failed";

    protected async Task<JsonElement> LinkAsync(string slug) => (await Api.ListAsync($"?slug={Uri.EscapeDataString(slug)}&archived=any")).ShouldBe(200).GetProperty("items").EnumerateArray().ShouldHaveSingleItem();

    /// <summary>Answers each target, with its query, as it is told; all others 404.</summary>
    protected static TestBehaviour Answers(params (string Target, string Body)[] answers) => exchange =>
        (answers.FirstOrDefault(answer => answer.Target == exchange.Request.Target) is { Body: { } body } ? Behaviours.Answer(200, body) : Behaviours.Answer(404, exchange.Request.Target))(exchange);

    protected static StringContent Bytes(byte[] bytes) => new(Encoding.Latin1.GetString(bytes), Encoding.Latin1, "application/octet-stream");
}
