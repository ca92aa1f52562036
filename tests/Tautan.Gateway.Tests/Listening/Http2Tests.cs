using System.Buffers.Binary;
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

    public void Dispose() => _folder.Dispose();
}
