using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using Tautan.Gateway.Tests.Door;

namespace Tautan.Gateway.Tests.Listening;

public sealed class Http2Tests : IDisposable
{
    private readonly CertificateFolder _folder = new();

    public Http2Tests() => _folder.Write("go", "go.example");

    [Fact]
    public async Task A_connection_has_at_most_a_hundred_streams_at_a_time()
    {
        await using var installation = await Installation.StartAsync(_folder.Settings("go"), "https://127.0.0.1:0");
        using var visitor = await Visitor.ConnectTlsAsync(installation.Addresses[0], "go.example", SslApplicationProtocol.Http2);
        await visitor.SendAsync(Http2Frames.Preface);
        var settings = (await Http2Frames.ReadAsync(visitor.Stream))!.Value;
        settings.Type.ShouldBe(Http2Frames.Settings);
        Enumerable.Range(0, settings.Payload.Length / 6)
            .Select(n => settings.Payload.AsSpan(n * 6, 6).ToArray())
            .Single(one => BinaryPrimitives.ReadUInt16BigEndian(one) == Http2Frames.MaxConcurrentStreams)[2..].ShouldBe([0, 0, 0, 100]);
    }

    [Fact]
    public async Task Who_opens_and_resets_streams_without_end_is_hung_up_on_and_others_are_served()
    {
        await using var installation = await Installation.StartAsync(_folder.Settings("go"), "https://127.0.0.1:0");
        var open = 0;
        installation.Links.Answer = async context =>
        {
            Interlocked.Increment(ref open);
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        };
        using var visitor = await Visitor.ConnectTlsAsync(installation.Addresses[0], "go.example", SslApplicationProtocol.Http2);
        await visitor.SendAsync(Http2Frames.Preface);
        var flood = Task.Run(async () =>
        {
            try
            {
                for (var stream = 1; stream < 200_000; stream += 2)
                    await visitor.SendAsync([.. Http2Frames.Get(stream, "localhost", "/api/v1/links", $"Bearer {installation.Key}"), .. Http2Frames.Cancel(stream)]);
                return false;
            }
            catch (IOException)
            {
                return true;
            }
        });
        while (await Http2Frames.ReadAsync(visitor.Stream) is not null)
            ;
        (await flood).ShouldBeTrue("the connection ended before the flood did");
        open.ShouldBeLessThan(10_000);
        using var other = await Visitor.ConnectTlsAsync(installation.Addresses[0]);
        (await other.GetAsync()).ShouldStartWith("HTTP/1.1 404");
    }

    [Fact]
    public async Task Requests_that_come_together_are_each_answered()
    {
        await using var installation = await Installation.StartAsync(_folder.Settings("go"), "https://127.0.0.1:0");
        installation.Links.Answer = context =>
        {
            context.Response.StatusCode = 204;
            return Task.CompletedTask;
        };
        using var visitor = await Visitor.ConnectTlsAsync(installation.Addresses[0], "go.example", SslApplicationProtocol.Http2);
        var streams = Enumerable.Range(0, 100).Select(n => (2 * n) + 1).ToList();
        await visitor.SendAsync([.. Http2Frames.Preface, .. streams.SelectMany(stream => Http2Frames.Get(stream, "localhost", "/api/v1/links", $"Bearer {installation.Key}"))]);
        var answered = new HashSet<int>();
        while (answered.Count < streams.Count && await Http2Frames.ReadAsync(visitor.Stream) is { } frame)
        {
            if (frame.Type == Http2Frames.Headers)
                answered.Add(frame.Stream).ShouldBeTrue();
        }

        answered.ShouldBe(streams, ignoreOrder: true);
    }

    [Fact]
    public async Task An_answer_larger_than_what_waits_for_a_visitor_comes_whole()
    {
        await using var installation = await Installation.StartAsync(_folder.Settings("go"), "https://127.0.0.1:0");
        var body = new byte[1_000_000];
        Random.Shared.NextBytes(body);
        installation.Links.Answer = async context =>
        {
            foreach (var part in body.Chunk(10_000))
            {
                await context.Response.Body.WriteAsync(part, context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
        };
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null } });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(installation.Addresses[0], "/api/v1/links"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Headers = { Host = "localhost", Authorization = new("Bearer", installation.Key) },
        };
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBe(body);
    }

    public void Dispose() => _folder.Dispose();
}
