using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tautan.Commands.Tests.Support;

/// <summary>Answers as the server gives them.</summary>
internal static class Sample
{
    public const string Id = "01930000-0000-7000-8000-00000000000a";
    public const string First = "01930000-0000-7000-8000-0000000000d1";
    public const string Second = "01930000-0000-7000-8000-0000000000d2";

    public static JsonObject Link(string slug = "spring", string domain = "go.example", string? title = null, string id = Id) => new()
    {
        ["id"] = id,
        ["domain"] = domain,
        ["slug"] = slug,
        ["shortUrl"] = $"https://{domain}/{slug}",
        ["destinations"] = new JsonArray(
            new JsonObject { ["id"] = First, ["url"] = "https://a.example/x", ["verdict"] = "down", ["reason"] = "refused", ["note"] = null },
            new JsonObject { ["id"] = Second, ["url"] = "https://b.example/x", ["verdict"] = "up", ["reason"] = null, ["note"] = null }),
        ["verdict"] = "up",
        ["failedOver"] = true,
        ["serving"] = Second,
        ["title"] = title,
        ["tags"] = new JsonArray("sale", "2027"),
        ["redirectStatus"] = 302,
        ["forwardQuery"] = false,
        ["startsAt"] = null,
        ["expiresAt"] = "2027-01-31T09:00:00Z",
        ["enabled"] = true,
        ["fallbackUrl"] = null,
        ["revision"] = 7,
        ["createdAt"] = "2026-11-24T19:46:40.123Z",
        ["updatedAt"] = "2026-11-24T19:46:40.123Z",
    };

    public static string Page(string? next, params JsonObject[] links) =>
        new JsonObject { ["items"] = new JsonArray([.. links]), ["nextCursor"] = next }.ToJsonString();

    public const string Health = $$"""
        { "verdict": "up", "since": "2026-11-24T18:00:00Z", "destinations": [
          { "id": "{{First}}", "url": "https://a.example/x", "verdict": "down", "reason": "refused", "note": "flapping", "since": "2026-11-24T18:00:00Z",
            "effectiveIntervalSeconds": 60, "uptime": { "24h": 0.97514, "7d": 1, "30d": null, "90d": null },
            "lastProbe": { "at": "2026-11-24T19:00:00Z", "until": "2026-11-24T19:46:00Z", "count": 3, "ok": false, "reason": "refused", "status": null,
                           "timingsMs": { "dns": 1, "connect": 0, "tls": null, "firstByte": null, "total": 2 } } },
          { "id": "{{Second}}", "url": "https://b.example/x", "verdict": "up", "reason": null, "note": null, "since": null,
            "effectiveIntervalSeconds": 90, "lastProbe": null, "uptime": null } ] }
        """;

    public const string Checks = $$"""
        { "items": [
          { "at": "2026-11-24T19:46:00Z", "until": "2026-11-24T19:46:00Z", "count": 1, "destination": "{{First}}", "ok": false, "reason": "refused", "note": "confirming",
            "status": null, "hops": [], "timingsMs": { "dns": 1, "connect": 0, "tls": null, "firstByte": null, "total": 2 } },
          { "at": "2026-11-24T19:40:00Z", "until": "2026-11-24T19:45:00Z", "count": 6, "destination": "{{Second}}", "ok": true, "reason": null, "note": null,
            "status": 200, "hops": [], "timingsMs": { "dns": 1, "connect": 2, "tls": 3, "firstByte": 4, "total": 10 } } ], "nextCursor": null }
        """;

    public const string Gateway = """
        { "links": 3, "down": 1, "tableBytes": 4096, "feeds": [
          { "name": "links", "connected": true, "stalenessSeconds": 1.25, "epoch": "01930000-0000-7000-8000-0000000000e1", "revision": 42, "entries": 4,
            "held": { "revision": 43, "removes": 3, "of": 4 }, "snapshots": 1, "digestMismatches": 0 },
          { "name": "verdicts", "connected": false, "stalenessSeconds": null, "epoch": null, "revision": 0, "entries": 0, "held": null, "snapshots": 0, "digestMismatches": 0 } ] }
        """;

    public static readonly IReadOnlyList<string> GatewayLines =
    [
        "links\t3",
        "down\t1",
        "tableBytes\t4096",
        "feed\tlinks\ttrue\t1.25\t01930000-0000-7000-8000-0000000000e1\t42\t4\t43\t3\t4\t1\t0",
        "feed\tverdicts\tfalse\t\t\t0\t0\t\t\t\t0\t0",
    ];

    public static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement.Clone();
}
