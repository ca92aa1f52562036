using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Tautan.Health.Tests.Api;

/// <summary>Server-sent events as a browser reads them.</summary>
internal sealed class EventStream : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly IAsyncEnumerator<SseItem<string>> _items;

    private EventStream(HttpResponseMessage response, Stream stream)
    {
        _response = response;
        _items = SseParser.Create(stream).EnumerateAsync(HealthRig.Cancellation).GetAsyncEnumerator(HealthRig.Cancellation);
    }

    public static async Task<EventStream> OpenAsync(HealthRig rig, string? lastEventId = null)
    {
        using var request = HealthRig.Request(HttpMethod.Get, "/api/v1/health/events/live");
        if (lastEventId is not null) request.Headers.Add("Last-Event-ID", lastEventId);
        var response = await rig.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, HealthRig.Cancellation);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        return new EventStream(response, await response.Content.ReadAsStreamAsync(HealthRig.Cancellation));
    }

    public async Task<(string Id, JsonElement Body)> NextAsync()
    {
        (await _items.MoveNextAsync()).ShouldBeTrue();
        var item = _items.Current;
        return (item.EventId!, JsonSerializer.Deserialize<JsonElement>(item.Data));
    }

    public void Dispose() => _response.Dispose();
}
