using System.CommandLine;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.IO.Pipelines;
using System.Net;
using System.Text;
using Google.Protobuf;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Tautan.Gateway.Addresses;
using Tautan.Gateway.Clicks;
using Tautan.Gateway.Redirecting;
using Tautan.Gateway.Redirecting.Direct;
using Tautan.Gateway.Table;

namespace Tautan.Bench;

/// <summary>What of a redirect is our own: time and garbage of finding the link and of writing the click, without a server.</summary>
internal static class MeasureCommand
{
    private const int Rounds = 2_000_000;

    public static Command Create()
    {
        var count = new Option<int>("--links") { DefaultValueFactory = _ => 100_000 };
        var command = new Command("measure", "Measure finding a link and writing its click, without a server.") { count };
        command.SetAction(arguments => Measure(arguments.GetValue(count)));
        return command;
    }

    private static void Measure(int count)
    {
        var table = new LinkTable(new DomainTable(), new VerdictTable());
        for (var number = 0; number < count; number++)
            table.Put(GeneratedLinks.Link(number).ToByteArray());
        var random = new Random(1);
        var paths = Enumerable.Range(0, 200_000).Select(_ => "/" + GeneratedLinks.Slug(random.Next(count))).ToArray();
        var locations = paths.Average(path => (double)new Resolver(table).Resolve("go.example", RequestTarget.Of(path), "GET", 0).Location!.Length);
        var resolver = new Resolver(table);
        Print($"resolve (its Location, {locations:F0} characters, is a string of {22 + (2 * locations):F0} bytes)", i =>
            resolver.Resolve("go.example", RequestTarget.Of(paths[i % paths.Length]), "GET", 0).Status);

        var clicks = new ClickWriter(new VisitorAddress(new AddressSet([])), new CountingClickSink(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>()));
        var features = new FeatureCollection();
        var request = new HttpRequestFeature { Method = "GET", RawTarget = paths[0], Headers = { Host = "go.example", UserAgent = "Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0", AcceptLanguage = "de,en;q=0.5" } };
        features.Set<IHttpRequestFeature>(request);
        var resolution = resolver.Resolve("go.example", RequestTarget.Of(paths[0]), "GET", 0);
        Print("click", i =>
        {
            clicks.Write(resolution, features, request, i);
            return i;
        });

        var requests = paths.Select(path => Encoding.ASCII.GetBytes(
            $"GET {path} HTTP/1.1\r\nHost: go.example\r\nUser-Agent: {request.Headers.UserAgent}\r\nAccept: */*\r\nAccept-Language: de,en;q=0.5\r\nConnection: keep-alive\r\n\r\n")).ToArray();
        var visitor = new VisitorAddress(new AddressSet([]));
        var direct = new DirectRedirects(resolver, visitor, new AddressSet([]), clicks, new DirectAnswer(null), null, 100, TimeProvider.System);
        var output = new Bin();
        Print("a whole request, from bytes to bytes", i => direct.Answer(requests[i % requests.Length], output, IPAddress.Loopback, false));
    }

    private static void Print(string name, Func<int, int> work)
    {
        // Long enough for the runtime to have compiled it for good.
        var sum = 0L;
        for (var i = 0; i < 6 * Rounds; i++)
            sum += work(i % Rounds);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < Rounds; i++)
            sum += work(i);
        var elapsed = Stopwatch.GetElapsedTime(started);
        Console.WriteLine($"{name}: {elapsed.TotalNanoseconds / Rounds:F0} ns, {(GC.GetAllocatedBytesForCurrentThread() - allocated) / (double)Rounds:F1} bytes ({sum % 7})");
    }

    /// <summary>Takes what is written and keeps nothing.</summary>
    private sealed class Bin : PipeWriter
    {
        private readonly byte[] _bytes = new byte[64 * 1024];

        public override void Advance(int bytes)
        {
        }

        public override Memory<byte> GetMemory(int sizeHint = 0) => _bytes;

        public override Span<byte> GetSpan(int sizeHint = 0) => _bytes;

        public override void CancelPendingFlush()
        {
        }

        public override void Complete(Exception? exception = null)
        {
        }

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => new(default(FlushResult));
    }
}
