using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tautan.Serving;

/// <summary><c>/health/ready</c>: <c>ready</c>, <c>degraded</c> (200) or <c>failing</c> (503), of all and of each.</summary>
internal sealed record ReadyAnswer(string Status, IReadOnlyDictionary<string, ServiceAnswer> Services);

internal sealed record ServiceAnswer(string Status, IReadOnlyList<string> Reasons);

/// <summary>Made when it is built: what the library makes of types while it runs takes two megabytes of an idle edge.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ReadyAnswer))]
internal sealed partial class ReadyJson : JsonSerializerContext;
