using System.Net.Sockets;
using Tautan.Platform.Discovery;

namespace Tautan.Platform.Tests.Discovery;

public sealed class ServiceAddressesTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("a");
    private readonly ServiceAddresses _addresses;

    public ServiceAddressesTests() => _addresses = new ServiceAddresses(_directory.FullName, new Dictionary<string, Uri> { ["far"] = new("https://127.0.0.1:9") });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Service_at_its_socket_is_connected_to()
    {
        using var listener = Listen("here");
        _addresses.IsAway("here").ShouldBeFalse();

        await using var stream = await _addresses.ConnectAsync("here", Token);
        using var accepted = await listener.AcceptAsync(Token);
        await stream.WriteAsync("x"u8.ToArray(), Token);

        (await accepted.ReceiveAsync(new byte[1], Token)).ShouldBe(1);
    }

    [Fact]
    public async Task Socket_that_was_left_behind_refuses()
    {
        using (Listen("elsewhere"))
            File.Move(_addresses.SocketPath("elsewhere"), _addresses.SocketPath("here"));
        _addresses.IsAway("here").ShouldBeFalse();

        (await Should.ThrowAsync<SocketException>(async () => await _addresses.ConnectAsync("here", Token))).SocketErrorCode.ShouldBe(SocketError.ConnectionRefused);
    }

    [Fact]
    public async Task Connecting_ends_when_it_is_cancelled()
    {
        // A listener that takes nobody in: once its queue is full, the next one waits.
        using var listener = Listen("here", backlog: 0);
        var connections = new List<Stream>();
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var waiting = Task.Run(async () =>
        {
            while (true)
                connections.Add(await _addresses.ConnectAsync("here", cancelled.Token));
        }, Token);
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => waiting);
        connections.ForEach(connection => connection.Dispose());
    }

    [Fact]
    public void Only_a_service_of_this_machine_without_a_socket_is_away()
    {
        _addresses.IsAway("here").ShouldBeTrue();
        _addresses.IsAway("far").ShouldBeFalse();
    }

    private Socket Listen(string service, int backlog = 8)
    {
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(_addresses.SocketPath(service)));
        listener.Listen(backlog);
        return listener;
    }
}
