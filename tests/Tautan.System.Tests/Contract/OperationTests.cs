using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Tautan.Testing.OpenApi;

namespace Tautan.SystemTests.Contract;

/// <summary>Every operation of the document, asked for as the document says and in every other way: nothing undocumented is answered.</summary>
public sealed class OperationTests(ContractInstallation installation) : IClassFixture<ContractInstallation>
{
    private static readonly int Cases = int.Parse(Environment.GetEnvironmentVariable("TAUTAN_CONTRACT_CASES") ?? "40", CultureInfo.InvariantCulture);
    private static readonly int Seed = int.Parse(Environment.GetEnvironmentVariable("TAUTAN_CONTRACT_SEED") ?? "1", CultureInfo.InvariantCulture);

    public static TheoryData<string, string> Operations()
    {
        var operations = new TheoryData<string, string>();
        foreach (var (path, methods) in (JsonObject)JsonNode.Parse(File.ReadAllText(Document.Kept))!["paths"]!)
        {
            // Members and sessions are made by people in a browser.
            foreach (var (method, _) in path is "/api/v1/members/{id}" or "/api/v1/sessions/{id}" ? [] : (JsonObject)methods!)
                operations.Add(method, path);
        }

        return operations;
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Right_request_succeeds_as_documented(string method, string path)
    {
        var call = await installation.RightAsync(path, method, TestContext.Current.CancellationToken);
        var (status, wrong) = await AskAsync(Operation(method, path), call);
        wrong.ShouldBeEmpty(call.ToString());
        ((int)status).ShouldBeInRange(200, 299, call.ToString());
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Any_request_is_answered_as_documented(string method, string path)
    {
        var operation = Operation(method, path);
        var found = new List<string>();
        Call? right = null;
        for (var n = 0; n < Cases; n++)
        {
            // Made anew where the last one may have used it up.
            right = n % 20 == 0 || method == "delete" || right is null ? await installation.RightAsync(path, method, TestContext.Current.CancellationToken) : right;
            var seed = HashCode(method + path) + (Seed * 100_003) + n;
            var call = new Mutation(installation.Document, operation, new Random(seed)).Of(right);
            var (_, wrong) = await AskAsync(operation, call);
            found.AddRange(wrong.Select(line => $"{line}\n    {call} (seed {seed})"));
        }

        found.DistinctBy(line => line.Split('\n')[0]).Take(20).ShouldBeEmpty();
    }

    private JsonObject Operation(string method, string path)
    {
        var operation = (JsonObject)installation.Document["paths"]![path]![method]!;
        operation["x-path"] = path;
        return operation;
    }

    private async Task<(HttpStatusCode Status, IReadOnlyList<string> Wrong)> AskAsync(JsonObject operation, Call call)
    {
        using var message = call.ToMessage(installation.Key);
        using var response = await installation.Client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        var status = (int)response.StatusCode;
        var type = response.Content.Headers.ContentType?.MediaType;
        if (type == "text/event-stream" && status == 200)
            return (response.StatusCode, []);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        if (status >= 500)
            return (response.StatusCode, [$"{status}: {text}"]);
        if (operation["responses"]![status.ToString(CultureInfo.InvariantCulture)] is not JsonObject described)
            return (response.StatusCode, [$"{status} is not described: {text}"]);
        described = Examples.Resolve(installation.Document, described);
        foreach (var header in (described["headers"] as JsonObject ?? []).Select(header => header.Key).Where(header => !response.Headers.Contains(header)))
            return (response.StatusCode, [$"{status} lacks the header {header}"]);
        if (described["content"] is not JsonObject content)
            return (response.StatusCode, text.Length == 0 ? [] : [$"{status} has a body that is not described: {text}"]);
        if (type is null || content[type] is not JsonObject media)
            return (response.StatusCode, [$"{status} has the type {type}, which is not described: {text}"]);
        if (!type.EndsWith("json", StringComparison.Ordinal) || media["schema"] is not JsonObject schema)
            return (response.StatusCode, []);
        var body = JsonNode.Parse(text);
        var wrong = SchemaCheck.Check(installation.Document, schema, body);
        if (media["examples"] is JsonObject codes && !codes.ContainsKey(body!["code"]!.GetValue<string>()))
            wrong = [.. wrong, $"{status} has the code {body["code"]}, which is not described"];
        return (response.StatusCode, [.. wrong.Select(line => $"{status}: {line}")]);
    }

    private static int HashCode(string text) => text.Aggregate(17, (hash, character) => unchecked((hash * 31) + character));
}
