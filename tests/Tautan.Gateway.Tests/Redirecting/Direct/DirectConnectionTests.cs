using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Tautan.Gateway.Addresses;
using Tautan.Gateway.Clicks;
using Tautan.Gateway.Redirecting;
using Tautan.Gateway.Redirecting.Direct;
using Tautan.Gateway.Table;
using Tautan.Gateway.Tests.Table;
using Tautan.Platform.Hosting;

namespace Tautan.Gateway.Tests.Redirecting.Direct;

public sealed class DirectConnectionTests : IDisposable
{
    private const string Plain = "GET /x HTTP/1.1\r\nHost: go.example\r\n\r\n";
    private const string Other = "GET /none HTTP/1.1\r\nHost: go.example\r\n\r\n";
    private const int KeepAliveBeats = 130;
    private readonly Server _server = new();
    private readonly Drain _drain = new();
    private readonly Task _serving;
    private string? _left;

    public DirectConnectionTests()
    {
        var table = new LinkTable(new DomainTable(), new VerdictTable());
        table.Put(Links.Of("x", "https://a.example/"));
        var visitor = new VisitorAddress(new AddressSet([]));
        var redirects = new DirectRedirects(
            new Resolver(table), visitor, new AddressSet([]), new ClickWriter(visitor, new NoClicks()), new DirectAnswer(null), log: null, maxHeaders: 100, TimeProvider.System);
        _serving = new DirectConnection(ReadAsync, redirects, _drain, TimeSpan.FromSeconds(KeepAliveBeats)).OnConnectionAsync(_server.Connection);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Requests_are_answered_one_after_the_other_on_one_connection()
    {
        await _server.SendAsync(Plain);
        (await _server.ReceiveAsync()).ShouldStartWith("HTTP/1.1 302 Found\r\n");
        await _server.SendAsync(Plain);
        (await _server.ReceiveAsync()).ShouldStartWith("HTTP/1.1 302 Found\r\n");

        _serving.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Server_is_given_the_connection_with_what_it_has_to_answer_and_nothing_less()
    {
        await _server.SendAsync(Plain + Other + Plain);

        (await _server.ReceiveAsync()).Split("HTTP/1.1 302").Length.ShouldBe(2);
        await _serving.WaitAsync(Token);
        _left.ShouldBe(Other + Plain);
    }

    [Fact]
    public async Task Connection_is_over_when_the_visitor_ends_it()
    {
        await _server.SendAsync(Plain);
        await _server.Client.Output.CompleteAsync();

        await _serving.WaitAsync(Token);
        _left.ShouldBeNull();
    }

    [Fact]
    public async Task Visitor_who_asks_nothing_more_is_left_when_the_time_is_over()
    {
        await _server.SendAsync(Plain);
        await _server.ReceiveAsync();
        _server.Beat(KeepAliveBeats - 1);
        await _server.SendAsync(Plain);
        await _server.ReceiveAsync();
        _server.Beat(KeepAliveBeats - 1);
        _serving.IsCompleted.ShouldBeFalse();

        _server.Beat(1);
        await _serving.WaitAsync(Token);
        _left.ShouldBeNull();
    }

    [Fact]
    public async Task Visitor_who_takes_no_answers_is_cut_off()
    {
        await _server.SendAsync(string.Concat(Enumerable.Repeat(Plain, 100)));
        _serving.IsCompleted.ShouldBeFalse();

        _server.Beat(9);
        _server.Aborted.IsCompleted.ShouldBeFalse();
        _server.Beat(1);
        await _server.Aborted.WaitAsync(Token);
    }

    [Fact]
    public async Task Idle_connection_ends_where_the_server_stops()
    {
        await _server.SendAsync(Plain);
        await _server.ReceiveAsync();
        _server.RequestClose();

        await _serving.WaitAsync(Token);
        _left.ShouldBeNull();
    }

    [Fact]
    public async Task Request_that_comes_while_the_server_drains_is_the_servers()
    {
        _drain.Begin();
        await _server.SendAsync(Plain);

        await _serving.WaitAsync(Token);
        _left.ShouldBe(Plain);
    }

    private async Task ReadAsync(ConnectionContext connection)
    {
        var read = await connection.Transport.Input.ReadAsync(Token);
        _left = Encoding.ASCII.GetString(read.Buffer.ToArray());
    }

    /// <summary>A connection, and the server around it.</summary>
    private sealed class Server : IConnectionHeartbeatFeature, IConnectionLifetimeNotificationFeature, IDisposable
    {
        private readonly List<(Action<object> Action, object State)> _beats = [];
        private readonly CancellationTokenSource _closing = new();
        private readonly TaskCompletionSource _aborted = new();

        public Server()
        {
            // What can be done is done at once, in the caller's turn.
            var options = new PipeOptions(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 4096, resumeWriterThreshold: 1024);
            var (client, server) = (new Pipe(new PipeOptions(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline)), new Pipe(options));
            Client = new Duplex(server.Reader, client.Writer);
            Connection = new DefaultConnectionContext("1", new Duplex(client.Reader, server.Writer), Client) { RemoteEndPoint = new IPEndPoint(IPAddress.Loopback, 1) };
            Connection.Features.Set<IConnectionHeartbeatFeature>(this);
            Connection.Features.Set<IConnectionLifetimeNotificationFeature>(this);
            Connection.ConnectionClosed.Register(_aborted.SetResult);
        }

        public DefaultConnectionContext Connection { get; }

        public Duplex Client { get; }

        public Task Aborted => _aborted.Task;

        public CancellationToken ConnectionClosedRequested
        {
            get => _closing.Token;
            set => throw new NotSupportedException();
        }

        public void OnHeartbeat(Action<object> action, object state) => _beats.Add((action, state));

        public void RequestClose() => _closing.Cancel();

        public void Beat(int times)
        {
            for (; times > 0; times--)
                _beats.ForEach(beat => beat.Action(beat.State));
        }

        public async Task SendAsync(string request) => await Client.Output.WriteAsync(Encoding.ASCII.GetBytes(request), Token);

        public async Task<string> ReceiveAsync()
        {
            var read = await Client.Input.ReadAsync(Token);
            var text = Encoding.ASCII.GetString(read.Buffer.ToArray());
            Client.Input.AdvanceTo(read.Buffer.End);
            return text;
        }

        public void Dispose() => _closing.Dispose();
    }

    private sealed class Duplex(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;

        public PipeWriter Output => output;
    }

    private sealed class NoClicks : IClickSink
    {
        public void Append(Span<byte> record)
        {
        }
    }
}
