using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Tautan.Contracts;
using Tautan.Platform.Web;
using Tautan.Platform.Web.OpenApi;

namespace Tautan.Testing.OpenApi;

/// <summary>Writes the OpenAPI 3.1 document of all services from what their endpoints say of themselves.</summary>
public sealed class DocumentWriter
{
    private const string Intro = """
        Short links that never go dead: created, validated, watched, redirected, failed over.

        Whoever asks sends `Authorization: Bearer <API key>`. Errors are `application/problem+json` (RFC 9457) with a stable `code`, and `errors` by field where the input was at fault; each operation lists the codes it can answer. Lists take `limit` and `cursor` and answer `items` and `nextCursor`, which is null on the last page. Dates and times are RFC 3339 with an offset. Unknown fields and parameters are refused with the nearest known name, and never ignored.
        """;

    private static readonly (string Name, string Description)[] Tags =
    [
        ("links", "Making, finding, changing and deleting links."),
        ("domains", "The domains that links live on."),
        ("tags", "Tags of links."),
        ("imports", "Links from files and other services."),
        ("health", "How links and their destinations are."),
        ("validations", "Looking at URLs before they become links."),
        ("gateway", "The gateway's own copies."),
        ("me", "Who asks."),
        ("workspaces", "What everything belongs to."),
        ("keys", "API keys of a workspace."),
        ("members", "Who is in a workspace, and as what."),
        ("invitations", "Links by which people become members."),
        ("sessions", "Where you are signed in."),
    ];

    // Problems that are not one endpoint's own.
    private static readonly Problem Unauthenticated = Problems.Create(StatusCodes.Status401Unauthorized, "unauthenticated", "An API key is needed: Authorization: Bearer <key>.");
    private static readonly Problem WrongKey = Problems.Create(StatusCodes.Status401Unauthorized, "invalid_token", "The API key is not valid.");
    private static readonly Problem Unscoped = Problems.Create(StatusCodes.Status403Forbidden, "insufficient_scope", "The scope links:write is needed.");
    private static readonly Problem BadRequest = Problems.Create(StatusCodes.Status400BadRequest, "bad_request", "The request ended before its body did.");
    private static readonly Problem Malformed = Problems.Create(StatusCodes.Status400BadRequest, "malformed_json", "The body is not valid JSON (line 1, byte 7).");
    private static readonly Problem Slow = Problems.Create(StatusCodes.Status408RequestTimeout, "request_timeout", "The body of the request did not arrive within 30 s.");
    private static readonly Problem TooLarge = Problems.Create(StatusCodes.Status413PayloadTooLarge, "body_too_large", "The body may have 1048576 bytes at most.");
    private static readonly Problem NotJson = Problems.Create(StatusCodes.Status415UnsupportedMediaType, "not_json", "The body must be JSON, with Content-Type: application/json.");
    private static readonly Problem Invalid = Problems.Invalid(new Dictionary<string, string[]> { ["field"] = ["must be as it is expected"] });
    private static readonly Problem Away = Problems.Create(StatusCodes.Status503ServiceUnavailable, "service_unavailable", "The service links is away. Redirects go on without it.");
    private static readonly Problem NoDatabase = Problems.Create(StatusCodes.Status503ServiceUnavailable, "database_unavailable", "The database cannot do its part at the moment; a change may or may not have been made.");
    private static readonly Problem Failures = Problems.Create(StatusCodes.Status429TooManyRequests, "too_many_failures", "Too many wrong keys came from this address; it may try again in 42 s.");
    private static readonly Problem NoIdentity = Problems.Create(StatusCodes.Status503ServiceUnavailable, "identity_unavailable", "The service identity is away, so that keys cannot be judged. Redirects go on without it.");
    private static readonly Problem Late = Problems.Create(StatusCodes.Status504GatewayTimeout, "service_timeout", "The service links did not answer within 30 s; a change may or may not have been made.");

    private readonly JsonObject _schemas = [];
    private readonly SortedDictionary<string, SortedDictionary<int, (string Method, JsonObject Operation)>> _paths = new(StringComparer.Ordinal);
    private readonly SchemaWriter _writer;
    private readonly XmlDocs _docs = new();
    private readonly JsonObject _document = [];

    public DocumentWriter() => _writer = new SchemaWriter(_schemas, _docs);

    /// <summary>Adds the endpoints of a service that the outside may reach.</summary>
    /// <param name="service">Its name.</param>
    /// <param name="endpoints">All that it maps.</param>
    public void Add(string service, IEnumerable<RouteEndpoint> endpoints)
    {
        foreach (var endpoint in endpoints)
        {
            if (endpoint.Metadata.GetMetadata<DescribedOperation>() is not { } described)
                continue;
            var path = "/" + endpoint.RoutePattern.RawText!.Trim('/');
            var method = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods[0].ToLowerInvariant();
            var order = Array.IndexOf(["get", "post", "put", "patch", "delete"], method);
            if (!_paths.TryGetValue(path, out var operations))
                _paths[path] = operations = [];
            operations[order] = (method, Operation(service, path, endpoint, described.Make()));
        }
    }

    /// <summary>The document.</summary>
    public JsonObject Write()
    {
        var paths = new JsonObject();
        foreach (var (path, operations) in _paths)
            paths[path] = new JsonObject(operations.Values.Select(pair => KeyValuePair.Create(pair.Method, (JsonNode?)pair.Operation)));
        _document["openapi"] = "3.1.1";
        _document["info"] = new JsonObject { ["title"] = "Tautan", ["version"] = "1", ["description"] = Intro };
        _document["servers"] = new JsonArray(new JsonObject { ["url"] = "/" });
        _document["tags"] = new JsonArray([.. Tags.Select(tag => new JsonObject { ["name"] = tag.Name, ["description"] = tag.Description })]);
        _document["paths"] = paths;
        var sorted = _schemas.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())).ToList();
        _document["components"] = new JsonObject
        {
            ["schemas"] = new JsonObject(sorted),
            ["securitySchemes"] = new JsonObject
            {
                ["bearer"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["description"] = "An API key." },
            },
        };
        AddAnswerExamples(paths);
        ShareProblems(paths);
        return _document;
    }

    /// <summary>The document as it is kept: a line a value, so that a change of it can be read.</summary>
    public static string Text(JsonObject document) => document.ToJsonString(new JsonSerializerOptions { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) + "\n";

    private JsonObject Operation(string service, string path, RouteEndpoint endpoint, Operation described)
    {
        var operation = new JsonObject
        {
            ["operationId"] = described.Id,
            ["tags"] = new JsonArray(TagOf(service, path)),
            ["summary"] = described.Summary,
        };
        if (described.Description is not null)
            operation["description"] = described.Description;
        var scope = endpoint.Metadata.GetMetadata<RequiredScope>();
        if (scope is not null)
            operation["security"] = new JsonArray(new JsonObject { ["bearer"] = new JsonArray(scope.Scope) });
        else if (endpoint.Metadata.GetMetadata<RequiredPrincipal>() is not null)
            operation["security"] = new JsonArray(new JsonObject { ["bearer"] = new JsonArray() });
        var parameters = Parameters(endpoint, described);
        if (parameters.Count > 0)
            operation["parameters"] = parameters;
        if (described.Body is { } body)
            operation["requestBody"] = RequestBody(body);
        operation["responses"] = Responses(service, described, parameters.Any(parameter => parameter!["in"]!.GetValue<string>() == "query"));
        return operation;
    }

    private static string TagOf(string service, string path) =>
        path.Split('/')[3] is var tag && tag == "links" && service == ServiceNames.Health ? "health" : path.Split('/')[3];

    private JsonArray Parameters(RouteEndpoint endpoint, Operation described)
    {
        var parameters = new JsonArray();
        foreach (var part in endpoint.RoutePattern.Parameters)
        {
            var own = described.Parameters.FirstOrDefault(parameter => parameter.Place == "path" && parameter.Name == part.Name);
            parameters.Add(own is not null ? Parameter(own) : new JsonObject
            {
                ["name"] = part.Name,
                ["in"] = "path",
                ["required"] = true,
                ["description"] = "Its id.",
                ["schema"] = _writer.Of(typeof(Guid), SchemaUse.Request),
            });
        }

        foreach (var property in described.Query is null ? [] : SchemaWriter.Properties(described.Query))
        {
            var schema = _writer.Of(property, SchemaUse.Request);
            var parameter = new JsonObject { ["name"] = SchemaWriter.NameOf(property), ["in"] = "query", ["description"] = _docs.Of(property) };
            schema.Remove("description");
            parameter["schema"] = schema;
            parameters.Add(parameter);
        }

        foreach (var parameter in described.Parameters.Where(parameter => parameter.Place != "path"))
            parameters.Add(Parameter(parameter));
        return parameters;
    }

    private JsonObject Parameter(Parameter parameter)
    {
        var schema = _writer.Of(parameter.Type, SchemaUse.Request);
        var isText = parameter.Type == typeof(string);
        if (parameter.Values.Count > 0)
            schema["enum"] = new JsonArray([.. parameter.Values.Select(value => JsonValue.Create(value))]);
        if (parameter.Minimum is { } least)
            schema[isText ? "minLength" : "minimum"] = least;
        if (parameter.Maximum is { } most)
            schema[isText ? "maxLength" : "maximum"] = most;
        if (parameter.Pattern is not null)
            schema["pattern"] = parameter.Pattern;
        if (parameter.Default is not null)
            schema["default"] = JsonSerializer.SerializeToNode(parameter.Default);
        var written = new JsonObject { ["name"] = parameter.Name, ["in"] = parameter.Place };
        if (parameter.IsRequired)
            written["required"] = true;
        written["description"] = parameter.Description;
        written["schema"] = schema;
        if (parameter.Example is not null)
            written["example"] = JsonSerializer.SerializeToNode(parameter.Example);
        return written;
    }

    private JsonObject RequestBody(Body body)
    {
        if (body.Type is null)
            return new JsonObject { ["required"] = true, ["content"] = new JsonObject { [body.MediaType] = new JsonObject() } };
        var isPatch = body.MediaType != "application/json";
        var content = new JsonObject { ["schema"] = _writer.Of(body.Type, isPatch ? SchemaUse.Patch : SchemaUse.Request), ["example"] = JsonNode.Parse(body.Example!) };
        var all = new JsonObject { [body.MediaType] = content };
        if (isPatch)
            all["application/json"] = content.DeepClone();
        return new JsonObject { ["required"] = true, ["content"] = all };
    }

    private JsonObject Responses(string service, Operation described, bool hasParameters)
    {
        var responses = new JsonObject();
        foreach (var reply in described.Replies)
            responses[reply.Status.ToString(System.Globalization.CultureInfo.InvariantCulture)] = Response(reply);
        var problems = new List<Problem>([Unauthenticated, WrongKey, Unscoped, Failures, NoIdentity]);
        if (described.Body is not null)
            problems.AddRange([BadRequest, TooLarge]);
        if (described.Body is { Type: not null })
            problems.AddRange([Malformed, NotJson]);
        if (described.Body is not null || hasParameters)
            problems.Add(Invalid);
        problems.AddRange(described.Problems);
        if (service != ServiceNames.Gateway)
        {
            problems.AddRange([Away, NoDatabase, Late]);
            if (described.Body is not null)
                problems.Add(Slow);
        }
        else if (described.Body is not null)
        {
            problems.Add(Away);
        }

        foreach (var group in problems.GroupBy(problem => problem.Status).OrderBy(group => group.Key))
            responses[group.Key.ToString(System.Globalization.CultureInfo.InvariantCulture)] = ProblemResponse(group.Key, [.. group]);
        return responses;
    }

    private JsonObject Response(Reply reply)
    {
        var response = new JsonObject { ["description"] = reply.Description };
        if (reply.Headers.Count > 0)
            response["headers"] = new JsonObject(reply.Headers.Select(header => KeyValuePair.Create(header.Key, (JsonNode?)new JsonObject { ["description"] = header.Value, ["schema"] = new JsonObject { ["type"] = "string" } })));
        var content = new JsonObject();
        foreach (var mediaType in reply.MediaTypes)
        {
            var schemas = reply.Types.Select(type => (JsonNode)_writer.Of(type, SchemaUse.Answer)).ToArray();
            content[mediaType] = schemas.Length switch
            {
                0 => new JsonObject { ["schema"] = new JsonObject { ["type"] = "string" } },
                1 => new JsonObject { ["schema"] = schemas[0] },
                _ => new JsonObject { ["schema"] = new JsonObject { ["oneOf"] = new JsonArray(schemas) } },
            };
            if (schemas.Length == 0 && mediaType == "image/png")
                content[mediaType] = new JsonObject();
        }

        if (content.Count > 0)
            response["content"] = content;
        return response;
    }

    private JsonObject ProblemResponse(int status, List<Problem> problems)
    {
        var examples = new JsonObject(problems.DistinctBy(problem => problem.Code).Select(problem => KeyValuePair.Create(
            problem.Code,
            (JsonNode?)new JsonObject { ["summary"] = problem.Detail, ["value"] = JsonSerializer.SerializeToNode(problem, JsonSerializerOptions.Web) })));
        var response = new JsonObject { ["description"] = $"{ReasonPhrases.GetReasonPhrase(status)}: {string.Join(", ", examples.Select(pair => $"`{pair.Key}`"))}." };
        if (status is 429 or 503)
            response["headers"] = new JsonObject { ["Retry-After"] = new JsonObject { ["description"] = "In how many seconds to try again.", ["schema"] = new JsonObject { ["type"] = "integer" } } };
        if (status == 401)
            response["headers"] = new JsonObject { ["WWW-Authenticate"] = new JsonObject { ["description"] = "The challenge (RFC 6750 §3).", ["schema"] = new JsonObject { ["type"] = "string" } } };
        response["content"] = new JsonObject { [Problems.ContentType] = new JsonObject { ["schema"] = _writer.Of(typeof(Problem), SchemaUse.Answer), ["examples"] = examples } };
        return response;
    }

    // What many operations answer alike is written once.
    private void ShareProblems(JsonObject paths)
    {
        var all = paths.SelectMany(path => (JsonObject)path.Value!).Select(operation => (JsonObject)operation.Value!["responses"]!)
            .SelectMany(responses => responses.Where(response => response.Value!["content"]?[Problems.ContentType] is not null).Select(response => (Responses: responses, Status: response.Key, Response: (JsonObject)response.Value!)))
            .ToList();
        var shared = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var group in all.GroupBy(one => one.Response.ToJsonString()).Where(group => group.Count() > 1))
        {
            var first = group.First();
            var codes = ((JsonObject)first.Response["content"]![Problems.ContentType]!["examples"]!).Select(example => string.Concat(example.Key.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..])));
            var name = string.Join("Or", codes);
            for (var n = 2; shared.ContainsKey(name); n++)
                name = $"{string.Join("Or", codes)}{n}";
            shared[name] = first.Response.DeepClone();
            foreach (var (responses, status, _) in group.ToList())
                responses[status] = new JsonObject { ["$ref"] = $"#/components/responses/{name}" };
        }

        _document["components"]!["responses"] = new JsonObject(shared);
    }

    // When all components are there.
    private void AddAnswerExamples(JsonObject paths)
    {
        foreach (var content in paths.SelectMany(path => (JsonObject)path.Value!).SelectMany(operation => (JsonObject)operation.Value!["responses"]!)
            .Select(response => response.Value!["content"]).OfType<JsonObject>().SelectMany(content => content).Where(content => content.Key == "application/json"))
        {
            content.Value!["example"] = Examples.Of(_document, (JsonObject)content.Value["schema"]!);
        }
    }
}
