using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Tautan.Testing.OpenApi;

namespace Tautan.SystemTests.Contract;

/// <summary>Makes of a request that is right others that are wrong, or right in another way, by what the document says may be sent.</summary>
internal sealed class Mutation(JsonObject document, JsonObject operation, Random random)
{
    private static readonly string[] Texts =
    [
        "", " ", "x", "0", "-1", "null", "true", "\0", "a\0b", "\u202Egnp.exe", "\uD800", "é", "e\u0301", "🦊", "'; DROP TABLE links; --", "%00", "%", "../../etc/passwd", "{}", "[]",
        "javascript:alert(1)", "http://", "https://user:secret@a.example/", "http:\\\\x", "//evil", "http://127.0.0.1:1/", "https://[::1]/", "\t\r\n", "<script>alert(1)</script>", "${jndi:ldap://x}",
        "2026-02-30T25:00:00Z", "9999-12-31T23:59:59.9999999+14:00", "0001-01-01T00:00:00Z", "00000000-0000-0000-0000-000000000000", "99999999999999999999", "NaN", "1e999",
        new('a', 300), new('é', 9000), "any", "delete", "move:", "move:x", "-createdAt", "24h", "400d",
    ];

    private static readonly string[] Numbers = ["0", "-1", "1", "2147483647", "2147483648", "9223372036854775807", "9223372036854775808", "1.5", "1e3", "1e400", "-0"];

    /// <summary>A request that differs from one that is right.</summary>
    public Call Of(Call right)
    {
        var parameters = (operation["parameters"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        return random.Next(12) switch
        {
            0 => right with { IsAuthorized = false },
            1 => right with { Path = WithOtherPath(right.Path) },
            2 or 3 when parameters.Count > 0 => WithQuery(right, parameters),
            4 => WithHeader(right, parameters),
            5 when right.Body is not null => right with { Body = Broken(right.Body) },
            6 when right.Body is not null => right with { ContentType = Pick("text/plain", "application/xml", "application/json; charset=utf-16", "", "multipart/form-data; boundary=x", "application/problem+json") },
            _ when right.Body is not null && BodySchema is { } schema => right with { Body = MutateBody(right.Body, schema) },
            _ when parameters.Count > 0 => WithQuery(right, parameters),
            _ => right with { Query = [.. right.Query, (Pick("x", "limit", "__proto__", ""), ShortText())] },
        };
    }

    private JsonObject? BodySchema => (operation["requestBody"]?["content"] as JsonObject)?.First().Value?["schema"] as JsonObject;

    // Only what stays one segment: another path is another operation.
    private string WithOtherPath(string path)
    {
        var segments = path.Split('/');
        var literal = ((string)operation["x-path"]!).Split('/');
        for (var i = 0; i < segments.Length; i++)
        {
            if (literal[i].StartsWith('{'))
                segments[i] = Uri.EscapeDataString(Pick("x", "0", "01990c2a-7c4e-7b2a-9d5e-3f0a1b2c3d4e", "é", "a b", "'--", "~", new string('a', 300), "🦊", "1.5", "{id}", "null"));
        }

        return string.Join('/', segments);
    }

    private Call WithQuery(Call right, List<JsonObject> parameters)
    {
        var query = right.Query.ToList();
        for (var n = random.Next(3); n >= 0; n--)
        {
            var parameter = parameters[random.Next(parameters.Count)];
            if (parameter["in"]!.GetValue<string>() != "query")
                continue;
            var name = parameter["name"]!.GetValue<string>();
            var schema = (JsonObject)parameter["schema"]!;
            query.Add((random.Next(8) == 0 ? name.ToUpperInvariant() + "x" : name, random.Next(2) == 0 ? ShortText() : Fitting(schema)));
        }

        return right with { Query = query };
    }

    private Call WithHeader(Call right, List<JsonObject> parameters)
    {
        var names = parameters.Where(parameter => parameter["in"]!.GetValue<string>() == "header").Select(parameter => parameter["name"]!.GetValue<string>()).Append("Accept").ToArray();
        var value = Pick("*", "\"0\"", "W/\"1\"", "x", "\"", "text/html", "image/png", "*/*;q=0", new string('k', 300), "1", "-1");
        return right with { Headers = [.. right.Headers.Where(header => header.Name != names[0]), (names[random.Next(names.Length)], value)] };
    }

    private byte[] Broken(byte[] body) => random.Next(7) switch
    {
        0 => [],
        1 => body[..random.Next(body.Length)],
        2 => [.. body, .. "}"u8],
        3 => [.. body[..(body.Length / 2)], 0xFF, 0xFE, .. body[(body.Length / 2)..]],
        4 => Encoding.UTF8.GetBytes(new string('[', 200)),
        5 => "null"u8.ToArray(),
        _ => "[]"u8.ToArray(),
    };

    // One to three places of the body become something else.
    private byte[] MutateBody(byte[] body, JsonObject schema)
    {
        var value = JsonNode.Parse(body);
        for (var n = random.Next(3); n >= 0; n--)
            value = Mutate(value, schema);
        var text = value?.ToJsonString() ?? "null";

        // The same name twice, which no tree of ours can hold.
        if (random.Next(15) == 0 && value is JsonObject { Count: > 0 } map)
            text = string.Concat(text.AsSpan(0, text.Length - 1), $",\"{map.First().Key}\":1}}");
        return Encoding.UTF8.GetBytes(text);
    }

    private JsonNode? Mutate(JsonNode? value, JsonObject schema)
    {
        schema = Plain(schema);
        if (value is JsonObject map && random.Next(5) != 0)
        {
            var properties = schema["properties"] as JsonObject;
            switch (random.Next(6))
            {
                case 0 when map.Count > 0:
                    map.Remove(map.ElementAt(random.Next(map.Count)).Key);
                    break;
                case 1:
                    map[Pick("x", "ID", "__proto__", "", "\uFFFD", "rules", "weight", "password")] = Anything();
                    break;
                default:
                    var name = properties is { Count: > 0 } ? properties.ElementAt(random.Next(properties.Count)).Key : Text();
                    var inner = properties?[name] as JsonObject ?? (schema["additionalProperties"] as JsonObject) ?? [];
                    map[name] = map[name] is { } present ? Mutate(present.DeepClone(), inner) : random.Next(3) == 0 ? Anything() : Valid(inner, 0);
                    break;
            }

            return map;
        }

        if (value is JsonArray { Count: > 0 } list && random.Next(4) != 0)
        {
            var place = random.Next(list.Count);
            if (random.Next(6) == 0)
                list.Add(list[place]?.DeepClone());
            else
                list[place] = Mutate(list[place]?.DeepClone(), schema["items"] as JsonObject ?? []);
            return list;
        }

        return random.Next(2) == 0 ? Anything() : Valid(schema, 0);
    }

    // What the schema allows, at its limits and a step beyond.
    private JsonNode? Valid(JsonObject schema, int depth)
    {
        schema = Plain(schema);
        if (schema["enum"] is JsonArray words)
            return words[random.Next(words.Count)]?.DeepClone();
        var types = schema["type"] is JsonArray all ? all.Select(one => one!.GetValue<string>()).ToArray() : [schema["type"]?.GetValue<string>() ?? "string"];
        switch (types[random.Next(types.Length)])
        {
            case "object" when depth < 4:
                var map = new JsonObject();
                foreach (var (name, inner) in (schema["properties"] as JsonObject ?? []).Where(_ => random.Next(2) == 0))
                    map[name] = Valid((JsonObject)inner!, depth + 1);
                if (schema["additionalProperties"] is JsonObject any)
                    map[Text()] = Valid(any, depth + 1);
                return map;
            case "array":
                return new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Valid(schema["items"] as JsonObject ?? [], depth + 1))]);
            case "boolean":
                return random.Next(2) == 0;
            case "integer" or "number":
                var least = schema["minimum"]?.GetValue<long>() ?? 0;
                var most = schema["maximum"]?.GetValue<long>() ?? 1_000_000;
                return random.Next(4) switch { 0 => least, 1 => most, 2 => most + 1, _ => random.NextInt64(least, most + 1) };
            case "string":
                return random.Next(3) == 0 ? JsonValue.Create(Text()) : Examples.Of(document, new JsonObject { ["type"] = "string", ["format"] = schema["format"]?.DeepClone() });
            default:
                return null;
        }
    }

    private string Fitting(JsonObject schema)
    {
        schema = Plain(schema);
        var value = schema["type"]?.ToJsonString() is { } type && type.Contains("array", StringComparison.Ordinal) ? Valid(schema["items"] as JsonObject ?? [], 0) : Valid(schema, 0);
        var fitting = value is JsonValue text && text.TryGetValue<string>(out var plain) ? plain : value?.ToJsonString() ?? "";
        return fitting.Length <= 300 ? fitting : ShortText();
    }

    private JsonNode? Anything() => random.Next(7) switch
    {
        0 => null,
        1 => JsonNode.Parse(Numbers[random.Next(Numbers.Length)]),
        2 => random.Next(2) == 0,
        3 => new JsonArray(Text(), 1, null),
        4 => new JsonObject { [Text()] = Text() },
        5 => new JsonArray([.. Enumerable.Range(0, 1100).Select(i => JsonValue.Create(i.ToString(CultureInfo.InvariantCulture)))]),
        _ => JsonValue.Create(Text()),
    };

    private JsonObject Plain(JsonObject schema)
    {
        schema = Examples.Resolve(document, schema);
        return schema["anyOf"] is JsonArray any ? Examples.Resolve(document, (JsonObject)any[0]!) : schema;
    }

    // A request line of more than 8 KB is no operation's to answer.
    private string ShortText() => Text() is { Length: <= 300 } text ? text : new string('a', 300);

    private string Text() => Texts[random.Next(Texts.Length)];

    private string Pick(params string[] among) => among[random.Next(among.Length)];
}
